"""The words that scenes are labelled with, unless the operator chooses others."""

DEFAULT_LABELS = (
    *("person talking to the camera", "interview", "group of people", "crowd", "audience", "children", "baby"),
    *("presentation slide", "chart", "map", "text on a plain background", "title card", "handwriting", "whiteboard"),
    *("screen recording", "source code", "web page", "phone screen", "video game", "animation", "drawing", "logo"),
    *("office", "classroom", "laboratory", "factory", "workshop", "hospital", "shop", "kitchen", "living room"),
    *("food", "cooking", "drink", "product close-up", "clothing", "tools", "machine", "computer", "musical instrument"),
    *("street", "traffic", "city skyline", "building", "interior of a building", "construction site", "aerial view"),
    *("landscape", "mountains", "forest", "field", "beach", "sea", "river", "waterfall", "snow", "desert", "garden"),
    *("sky", "sunset", "night", "fireworks", "fire", "smoke", "explosion", "weapon", "blood", "medical procedure"),
    *("dog", "cat", "bird", "horse", "fish", "insect", "wild animal", "flowers", "tree"),
    *("car", "motorcycle", "bicycle", "bus", "train", "airplane", "boat", "spacecraft"),
    *("sports match", "football", "running", "swimming", "gym", "concert", "stage", "dancing", "wedding", "party"),
    *("news studio", "black and white film", "test pattern", "blank picture"),
)
