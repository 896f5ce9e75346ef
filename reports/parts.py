"""What reports contribute to pages of other apps: the looks of their states."""

from core.parts import StateLook

STATE_LOOKS = {
    "drafted": StateLook("初稿", "pencil", "draft"),
    "frozen": StateLook("已冻结", "lock"),
    "published": StateLook("已公布", "circle-check", "met"),
    "withdrawn": StateLook("已撤下", "arrow-back-up", "returned"),
}
