from django.utils.html import escape


def render(blocks):
    return "".join(f"<p>{escape(b['children'][0]['text'])}</p>" for b in blocks)
