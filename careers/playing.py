"""The files and captions of videos as players ask for them: in parts, and of drafts for colleagues only."""

from http import HTTPStatus
from pathlib import PurePath

from django.contrib import admin
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import MissingFileError, Response, SlicedFile, StaticFile

from .media.storing import stored_name
from .models import Caption, Video

TYPES = {".webm": "video/webm", ".mp4": "video/mp4", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
MONTH, FIVE_MINUTES = 30 * 24 * 60 * 60, 5 * 60
"""A file never gets another content under its name, but somebody may take back a video. Captions are corrected."""


class RangedFile(StaticFile):
    """A file of which a player asks parts. WhiteNoise would refuse a part of one byte."""

    def get_range_response(self, range_header, base_headers, file_handle):
        headers = dict(base_headers)
        size = int(headers["Content-Length"])
        start, end = self.get_byte_range(range_header, size)
        if start > end:
            return self.get_range_not_satisfiable_response(file_handle, size)
        headers |= {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
        part = file_handle and SlicedFile(file_handle, start, end)
        return Response(HTTPStatus.PARTIAL_CONTENT, list(headers.items()), part)


@require_safe
def video_file(request, slug, name):
    """A video or its poster."""
    video = get_object_or_404(Video.objects.select_related("role_model"), pk=slug)
    kept_as = stored_name(slug, name)
    if kept_as not in video.file_names:
        raise Http404
    kept = keeping(request, video, max_age=MONTH, immutable=True)
    kind = TYPES[PurePath(name).suffix]
    headers = {"Content-Type": kind, "Content-Disposition": "inline", "Accept-Ranges": "bytes"}
    try:
        file = RangedFile(default_storage.path(kept_as), list(headers.items()))
    except MissingFileError as error:
        raise Http404 from error
    response = WhiteNoiseMiddleware.serve(file, request)
    patch_cache_control(response, **kept)
    return response


@require_safe
def captions(request, slug, language):
    found = get_object_or_404(Caption.objects.select_related("video__role_model"), video=slug, language=language)
    kept = keeping(request, found.video, max_age=FIVE_MINUTES)
    response = HttpResponse(found.text, content_type="text/vtt; charset=utf-8")
    patch_cache_control(response, **kept)
    return response


def keeping(request, video, **how_long):
    """How long an answer may be kept by all; of a draft only colleagues get one, and nobody keeps it."""
    if video.is_shown:
        return {"public": True, **how_long}
    if admin.site.has_permission(request) and request.user.has_perm("careers.view_video"):
        return {"private": True, "no_store": True}
    raise Http404
