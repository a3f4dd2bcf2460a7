"""An address as a QR code, drawn as one path of an SVG so that no style and no picture file is needed."""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4
"""Empty modules around the code, as the standard (ISO/IEC 18004) asks."""


@dataclass(frozen=True)
class QrDrawing:
    """The code's width in modules, quiet zone and all, and the path that fills its dark modules."""

    width: int
    path: str


def qr_drawing(address: str) -> QrDrawing:
    code = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(address)
    matrix = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark)
    return QrDrawing(len(matrix), "".join(dark))
