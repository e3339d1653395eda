def image_document(image, *, caption="", alt=""):
    return {"id": str(image.uuid), "caption": caption or image.caption}


def video_document(video):
    return {"id": str(video.uuid), "title": video.title}
