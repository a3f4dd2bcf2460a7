"""The desk of those who keep the offer right: what is to be done, and confirming a location on one screen."""
