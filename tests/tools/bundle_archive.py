"""Runs first in a bundle's program: both programs of the bundle take their modules from one archive beside the libraries, where PyInstaller
would give each its own of 18 MB, and matplotlib its list of fonts (`bundle_fonts`). The version of PyInstaller is pinned, and `dev.py build` runs the bundle."""

import os
import sys

import pyimod01_archive  # type: ignore[import-not-found] # PyInstaller puts both into the program
import pyimod02_importers  # type: ignore[import-not-found]

# pathlib itself is in the archive that is opened here.
SHARED = os.path.join(sys._MEIPASS, "ecdesk.pyz")  # type: ignore[attr-defined] # noqa: PTH118

pyimod02_importers.pyz_archive = pyimod01_archive.ZlibArchiveReader(SHARED, check_pymagic=True)
sys.path_importer_cache.clear()  # the finders in it still look into the program's own, empty archive

os.environ["MPLCONFIGDIR"] = os.path.join(sys._MEIPASS, "resources", "matplotlib")  # type: ignore[attr-defined] # noqa: PTH118
