"""A QR code as a drawing that a page can hold."""

import re

from markupsafe import Markup

_SIZE = re.compile(r'<svg width="(\d+)"')
_PATH = re.compile(r'<path d="([^"]+)"')


def qr_code(text: str, label: str) -> Markup:
    """Give the SVG of a QR code, its label for who cannot see it; no style and no script."""
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    drawing = made.to_svg(add_quiet_zones=True)
    size, path = _SIZE.search(drawing), _PATH.search(drawing)
    if size is None or path is None:
        raise ValueError("no drawing of a QR code")
    return Markup(
        '<svg class="qr-code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}"/></svg>'
    ).format(size[1], label, path[1])
