def parse(html, resolve):
    return [
        {
            "_type": "block",
            "_key": "b0",
            "style": "normal",
            "markDefs": [],
            "children": [{"_type": "span", "_key": "s0", "text": html, "marks": []}],
        }
    ]
