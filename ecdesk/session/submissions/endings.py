"""What the files of submissions are called. It only decides which files of a folder are looked at; what one is, its content says."""

_READ = ".xlsx .xlsm .xls .xlsb .ods .et .csv .tsv .htm .html .mht .mhtml .xml .docx .wps .pdf .txt .zip .eml .msg"
_REFUSED = ".doc .rtf .odt .ofd .rar .7z .gz .tar .png .jpg .jpeg .tif .tiff .bmp .gif .heic"

ENDINGS = tuple(_READ.split())
"""What submissions come as. A .wps may be a .docx."""
REFUSED_ENDINGS = tuple(_REFUSED.split())
"""What submissions come as and nobody can read: each is told what to do."""
