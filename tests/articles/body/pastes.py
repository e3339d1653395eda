"""What word processors put on the clipboard, for the cleaner and for the editor alike."""

_NUMBER = '<span style="mso-list:Ignore">{}<span style="font:7.0pt">&nbsp;&nbsp; </span></span>'
_ITEM = (
    '<p class=MsoListParagraphCxSpMiddle style="text-indent:-18.0pt;mso-list:l0 level{} lfo1">'
    f"<![if !supportLists]>{_NUMBER}<![endif]><span lang=EN-US>{{}}<o:p></o:p></span></p>\n"
)


def word_list(*items: tuple[int, str, str]) -> str:
    """Items of (level, typed number or bullet, words) as Word for the desktop writes them."""
    return "".join(_ITEM.format(*item) for item in items)


WORD_NOTES = """
<p class=MsoNormal>The bridge closed.<a style='mso-footnote-id:ftn1'
href="file:///C:/Users/x/clip_filename.htm#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>
<span class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> It opened<a
style='mso-endnote-id:edn1' href="#_edn1" name="_ednref1"><sup>[i]</sup></a>.</p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all>
<hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1' href="file:///C:/Users/x/clip_filename.htm#_ftnref1" name="_ftn1"
title=""><span class=MsoFootnoteReference>[1]</span></a> Office, <i>Yearbook</i>, <a
href="https://a.example/">here</a>.</p></div></div>
<div style='mso-element:endnote-list'><hr><div style='mso-element:endnote' id=edn1>
<p class=MsoEndnoteText><a href="#_ednref1" name="_edn1">[i]</a> One</p><p>Two</p></div></div>
"""
_DOCS = '<b style="font-weight:normal" id="docs-internal-guid-x">{}</b>'
_DOCS_ADDRESS = "https://docs.google.com/document/d/1/pub"

#: Of one note each: "Text" and "The note."
NOTES = {
    "google docs": _DOCS.format(
        f'<p dir="ltr">Text<sup><a href="{_DOCS_ADDRESS}#ftnt1" id="ftnt_ref1">[1]</a></sup></p>'
        f'<hr><div><p dir="ltr"><a href="{_DOCS_ADDRESS}#ftnt_ref1" id="ftnt1">[1]</a>'
        "<span>&nbsp;The note.</span></p></div>"
    ),
    "libreoffice": (
        '<p>Text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup>'
        '</a></p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" '
        'name="sdfootnote1sym" href="#sdfootnote1anc">1</a>The note.</p></div>'
    ),
    "markdown": (
        '<p>Text<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a></p><section><hr>'
        '<ol><li id="fn1"><p>The note. <a href="#fnref1">↩︎</a></p></li></ol></section>'
    ),
    "wordpress": (
        '<p>Text<sup data-fn="u"><a href="#u" id="u-link">1</a></sup></p><ol><li id="u">The '
        'note. <a href="#u-link">↩︎</a></li></ol>'
    ),
    "mediawiki": (
        '<p>Text<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup></p><ol><li '
        'id="cite_note-1"><b><a href="#cite_ref-1">^</a></b> <span>The note.</span></li></ol>'
    ),
}
NOTES["word in safari"] = (
    '<p class=MsoNormal>Text<a href="applewebdata://F1-2#_ftn1" name="_ftnref1">[*]</a></p><div>'
    '<div id=ftn1><p class=MsoFootnoteText><a href="applewebdata://F1-2#_ftnref1" name="_ftn1">[*]'
    "</a> The note.</p></div></div>"
)
NOTES["substack"] = (
    '<p>Text<a class="footnote-anchor" id="footnote-anchor-1-9" href="#footnote-1-9">1</a></p><div '
    'class="footnote"><a id="footnote-1-9" href="#footnote-anchor-1-9">1</a><div '
    'class="footnote-content"><p>The note.</p></div></div>'
)

#: Of one note each, which the text names twice: "One", "two" and "The note."
REPEATED = {
    "mediawiki": (
        '<p>One<sup id="cite_ref-x_1-0"><a href="#cite_note-x-1">[1]</a></sup> two<sup '
        'id="cite_ref-x_1-1"><a href="#cite_note-x-1">[1]</a></sup>.</p><ol><li id="cite_note-x-1">'
        '<span class="mw-cite-backlink">^ <a href="#cite_ref-x_1-0"><sup><i><b>a</b></i></sup></a> '
        '<a href="#cite_ref-x_1-1"><sup><i><b>b</b></i></sup></a></span> <span>The note.</span>'
        "</li></ol>"
    ),
    "github": (
        '<p>One<sup><a href="#fn-1" id="fnref-1">1</a></sup> two<sup><a href="#fn-1" '
        'id="fnref-1-2">1</a></sup>.</p><section><ol><li id="fn-1"><p>The note. <a href="#fnref-1">'
        '↩</a> <a href="#fnref-1-2">↩<sup>2</sup></a></p></li></ol></section>'
    ),
    "word, by a cross-reference": (
        '<p class=MsoNormal>One<a href="#_ftn1" name="_ftnref1">[1]</a> two<a href="#_ftn1">[1]</a>'
        '.</p><div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> The note.</p></div>'
    ),
}
OTHERS = {
    "word list": word_list((1, "·", "Sugar"), (2, "1.", "White"), (2, "2.", "Brown"))
    + word_list((1, "·", "Salt"))
    + "<p class=MsoNormal>Stir.</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    + word_list((1, "3.", "Three"), (1, "4.", "Four")),
    "word online list": "".join(
        f'<div class="ListContainerWrapper SCXW1 BCX0"><{tag} class="x" role="list" {more}>'
        f'<li data-aria-level="{level}" class="OutlineElement Ltr"><p class="Paragraph">'
        f'<span xml:lang="EN-US" lang="EN-US" class="TextRun">{words}</span>'
        '<span class="EOP">&nbsp;</span></p></li></ul></div>'.replace("</ul>", f"</{tag}>")
        for tag, more, level, words in (
            ("ol", 'start="1"', 1, "One"), ("ul", "", 2, "Inner"), ("ol", 'start="2"', 1, "Two"),
        )
    ),
    "google docs list": _DOCS.format(
        '<ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation">a</p></li><ul><li '
        'dir="ltr" aria-level="2"><p dir="ltr" role="presentation">b</p></li></ul><li dir="ltr" '
        'aria-level="1"><p dir="ltr" role="presentation">c</p></li></ul><br>'
    ),
    "headings": (
        '<p role="heading" aria-level="1">A</p><p role="heading">B</p><h1>C</h1><p>&nbsp;</p>'
        "<h5>D</h5><p><br></p><p>e</p>"
    ),
    "languages": (
        '<p class=MsoNormal dir=rtl lang=HE>שלום <span lang=EN-US>words</span></p>'
        "<p class=MsoNormal>Long English words <span lang=FR>oui</span> and <q>so</q></p>"
    ),
    "numbers of many kinds": "<p>And</p>".join(
        word_list(*((1, marker, f"<i>x</i>{place}") for place, marker in enumerate(typed)))
        for typed in (
            ["1.", "2.", "1."], ["7.1.", "7.2."], ["§ 4", "§ 5"], ["c)", "d)"], ["h.", "i.", "j."],
            ["i.", "ii."], ["IV.", "V."], ["а)", "б)"], ["一、"], ["٣.", "٤."], ["·", "o", "a."],
        )
    ),
    "numbers of items": (
        '<ol><li>a</li><li value="7">b</li></ol><p>x</p><ol reversed><li>c</li><li>d</li></ol>'
        "<p>x</p><ol><li>e</li></ol><ol><li>f</li></ol>"
    ),
    "what nobody sees": "<p>a</p><p>\u00ad&nbsp;</p><p>\u200e</p><p>b</p>",
    "a number to begin with": '<ol start="4"><li><p>a</p></li><li><p>b</p></li></ol><p>c</p>',
}  # fmt: skip
