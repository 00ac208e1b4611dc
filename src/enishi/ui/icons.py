"""The drawings of icons and state glyphs: SVG on a 16-unit square, coloured by their text."""

from __future__ import annotations

ICONS = {
    "auto": '<path d="M13.2 6.2A5.6 5.6 0 0 0 2.8 5.6M2.8 9.8a5.6 5.6 0 0 0 10.4.6M2.6 2.6v3.2h3.2M13.4 13.4v-3.2h-3.2"/>',
    "back": '<path d="M10 3 5 8l5 5"/>',
    "call": '<path d="M4 2.5h2.2l1 2.8-1.4 1.2a7.5 7.5 0 0 0 3.7 3.7l1.2-1.4 2.8 1V12a1.5 1.5 0 0 1-1.6 1.5A10 10 0 0 1 2.5 4.1 1.5 1.5 0 0 1 4 2.5z"/>',
    "campaigns": '<path d="M2.2 8 13.8 2.6 10.6 13.4 7.6 9.2zM7.6 9.2l6.2-6.6"/>',
    "companies": '<path d="M1.5 13.5h13M3 13.5v-11h6v11M9 6.5h4v7M5.2 5.5h1.6M5.2 8.5h1.6"/>',
    "connections": '<path d="M6.4 9.6l3.2-3.2M7.3 4.7l1-1a2.85 2.85 0 0 1 4 4l-1 1M8.7 11.3l-1 1a2.85 2.85 0 0 1-4-4l1-1"/>',
    "customers": '<circle cx="8" cy="5.3" r="2.6"/><path d="M2.8 13.5c.5-2.9 2.5-4.3 5.2-4.3s4.7 1.4 5.2 4.3"/>',
    "deals": '<path d="M2.5 2.8h2.8v10.4H2.5zM6.6 2.8h2.8v7H6.6zM10.7 2.8h2.8v4h-2.8z"/>',
    "edit": '<path d="M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2z"/>',
    "explain": '<path d="M2.5 3h11v10h-11zM5 6.5h6M5 9.5h3.5"/>',
    "feedback": '<path d="M2.5 3h11v8H7.3l-3 2.5V11H2.5z"/>',
    "home": '<path d="M2.5 7.3 8 2.8l5.5 4.5v6.2h-11zM6.5 13.5v-4h3v4"/>',
    "incidents": '<path d="M1.5 8.5h2.8l1.9-4.7 3 8.4 1.8-3.7h3.5"/>',
    "insight": '<path d="M2 13.5h12M4.5 11V8.5M8 11V4M11.5 11V6.5"/>',
    "key": '<circle cx="5" cy="11" r="2.6"/><path d="m7 9 6-6M10.5 5.5l2 2"/>',
    "mail": '<path d="M2.5 3.5h11v9h-11zM2.5 4.5 8 9l5.5-4.5"/>',
    "menu": '<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>',
    "merge": '<path d="M4 2.5v3c0 2.5 4 2.5 4 5v3M12 2.5v3c0 2.5-4 2.5-4 5"/>',
    "orders": '<path d="M3.4 5.4h9.2l.7 8.1H2.7zM5.7 7V4.7a2.3 2.3 0 0 1 4.6 0V7"/>',
    "search": '<circle cx="7" cy="7" r="4.3"/><path d="m10.2 10.2 3.3 3.3"/>',
    "segments": '<circle cx="6" cy="8" r="4"/><circle cx="10" cy="8" r="4"/>',
    "settings": '<path d="M2 5h6.3M11.7 5H14M2 11h2.3M7.7 11H14"/><circle cx="10" cy="5" r="1.7"/><circle cx="6" cy="11" r="1.7"/>',
    "theme": '<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5v11A5.5 5.5 0 0 0 8 2.5z" fill="currentcolor" stroke="none"/>',
}
GLYPHS = {
    "auto": '<path d="M8 1.6a6.4 6.4 0 0 1 5.5 3.1l1.3-.9v4.4h-4.3l1.5-1.1A4.6 4.6 0 0 0 3.800 6L2.200 5.200A6.4 6.4 0 0 1 8 1.6z"/><path d="M8 14.4a6.4 6.4 0 0 1-5.5-3.1l-1.3.9V7.800h4.3L4 8.900a4.6 4.6 0 0 0 8.200 1.1l1.6.8A6.4 6.4 0 0 1 8 14.4z"/>',
    "broken": '<path d="M8 .6 15.4 8 8 15.4.6 8zM5.9 4.9l-1 1L7 8l-2.1 2.1 1 1L8 9l2.1 2.1 1-1L9 8l2.1-2.1-1-1L8 7z"/>',
    "good": '<path d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM6.9 11.4l5.3-5.4-1.2-1.2-4.1 4.2-1.9-1.9-1.2 1.2z"/>',
    "idle": '<path d="M2.5 7h11v2h-11z"/>',
    "person": '<path d="M3 1h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zm5 2.3a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6zM3.7 12.7h8.6c-.2-2.6-1.9-4-4.3-4s-4.1 1.4-4.3 4z"/>',
    "waiting": '<path d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.7a5.3 5.3 0 1 0 0 10.6A5.3 5.3 0 0 0 8 2.7z"/><path d="M7.2 4.4h1.6v3.2l2.3 1.3-.8 1.4-3.1-1.8z"/>',
}
