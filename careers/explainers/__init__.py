"""Our own short films without sound: from a profile to an occupation, made from the stored route and figures.

`films` says which there are, `script` what each tells, `captions` the same in writing, `drawing` its stills,
`moving` its frames, `encoding` its files and `making` all of a film at once.
"""
