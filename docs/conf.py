"""How Sphinx builds the site: `make docs`."""

import os
import sys
from pathlib import Path

import heygen_widgets

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "extensions"))

project = "heygen_widgets"
author = "the heygen_widgets contributors"
copyright = "2026, the heygen_widgets contributors"  # noqa: A001 - Sphinx's name
version = release = heygen_widgets.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    # Our own, in extensions/.
    "checkout_pages",
    "code_names",
    "dark_pictures",
    "docstrings",
    "own_files",
    "state_diagram",
]
exclude_patterns = ["extensions", "images/README.md"]
# A name in a docstring that leads nowhere is an error (-W).
nitpicky = True
default_role = "py:obj"
# Types of other libraries, which have their own documentation, and of ours that nobody makes.
nitpick_ignore_regex = [("py:class", ".*")]

# MyST: what the pages use beyond CommonMark.
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 4
myst_fence_as_directive = ["mermaid"]

# Notebooks run in the sandbox, each with a history of its own in its own folder, and with no key.
os.environ.update(HEYGEN_SANDBOX="1", HEYGEN_WIDGETS_HOME="history")
os.environ.pop("HEYGEN_API_KEY", None)
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
# Widgets are live in a notebook only; a page shows their static copy (checkout_pages).
nb_ipywidgets_js = {}

# The reference, from docstrings.
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
toc_object_entries_show_parents = "hide"

html_theme = "pydata_sphinx_theme"
html_title = "heygen_widgets"
html_context = {"default_mode": "auto"}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_logo = "_static/logo.svg"
html_favicon = "_static/logo.svg"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button-field"],
    "show_nav_level": 1,
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "back_to_top_button": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "logo": {"text": "heygen_widgets", "alt_text": "heygen_widgets, start page"},
}
copybutton_prompt_text = r"\$ "
copybutton_prompt_is_regexp = True
