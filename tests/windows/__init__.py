"""The program on Windows' own interface, from any Linux with Debian's packages: `dev.py windows`.

`environment` makes a Windows Python under Wine, outside the tree and kept from run to run; `rounds` are what is done there; `native` has the few
lines of C that stand for what Wine 8 lacks.
"""
