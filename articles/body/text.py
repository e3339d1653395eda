def plain_text(blocks):
    return "\n".join(b["children"][0]["text"] for b in blocks)


def word_count(blocks):
    return len(plain_text(blocks).split())


def reading_minutes(w):
    return max(1, round(w / 220))
