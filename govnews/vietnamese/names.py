"""Names of persons, accounts and posts, and the labels before a name in bylines."""

from __future__ import annotations

import re

from govnews.vietnamese.text import fold

_LETTER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_WORD = rf"[{_LETTER}][\w’'.]*"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,5}}"
NAMES = re.compile(rf"{_NAME}(?:\s*(?:[-–,;&/+]|và|\.)\s*{_NAME}){{0,4}}\.?")
LABELLED = re.compile(
    r"(?P<label>(?:nhóm\s+)?tác giả(?:\s+bài viết)?|người viết|(?:tin\s*,?\s*bài|tin|bài viết"
    r"|bài)\s*(?:,|và|&|-|–|/|\+)?\s*(?:ảnh|hình)(?:\s+và\s+clip)?"
    r"|tin\s*[,/-]?\s*bài|thực hiện|bài viết|bài|tin|phóng viên|người đăng|đăng bởi"
    r"|biên soạn|viết bởi|cộng tác viên"
    r"|người đưa tin|written by|posted by|author|by|ctv|pv)\s*(?P<mark>[:：]|\s[-–]\s"
    r"|(?<=by)\s|(?<=ảnh)\s)\s*(?P<name>.+)",
    re.IGNORECASE,
)
EDITED = re.compile(
    r"(?:người\s+|ban\s+)?(?:biên\s+tập(?:\s+viên)?|btv|hiệu\s+đính|duyệt(?:\s+(?:tin|bài))?)\s*[:：].+",
    re.IGNORECASE,
)
"""A line that names an editor, who is no author."""
_TAIL = re.compile(
    r"(?<!\s)\s*+[-–,]?+\s*+[(\[]\s*+(?:t/?h|th|tổng hợp|st|sưu tầm|s/?t|biên tập"
    r"|biên soạn|lược ghi|ghi"
    r"|lược dịch|giới thiệu|tin,? ảnh|bài,? ảnh)\s*+[)\]]\.?$"
    r"|(?<!\s)\s++[-–]?+\s*+t/h\.?$|(?<!\s)\s*+[-–]\s*+(?:tổng hợp|sưu tầm)\.?$",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(r"(?<!\s)\s*+[(\[][^()\[\]]{2,90}+[)\]]\s*+\.?$")
INNER_LABEL = re.compile(
    r"([-–,;/|&])\s*(?:(?:hình\s+)?ảnh|tin|bài|video|clip|tin,?\s+ảnh|bài,?\s+ảnh)\s*:\s*",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:admin\w*|administrator|quan ?tri\w*|quan tri vien|bien tap vien|super ?user|user\w*"
    r"|root|host|webmaster|editor|ban bien tap website"
    r"|btv|bbt|[a-z0-9_.]+@.*|[a-z](?=[a-z_.-]*+\d)[a-z0-9_.-]*+)"
)


_ROLE = re.compile(r"(?:CTV|BTV|PV|Phóng viên|Cộng tác viên)\.?\s+(?=\w)", re.IGNORECASE)


_JOB = re.compile(
    r"(?<!\s)\s++[-–]\s++(?:công chức|viên chức|cán bộ|chuyên viên|nhân viên|giáo viên|phóng viên"
    r"|cộng tác viên|(?:phó |quyền )?(?:chủ tịch|bí thư|giám đốc|hiệu trưởng|chánh văn phòng"
    r"|trưởng (?:ban|phòng|khoa|trạm|thôn|ấp)))\b.*",
    re.IGNORECASE,
)
"""What the person who signs works as, behind the name."""


def clean_name(raw: str) -> str | None:
    """A name without role, brackets and remarks; None for an account or text that is no name."""
    name = raw.strip(' \t:;,|*-–—_·•./"“”')
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip()
    for _ in range(0 if is_office(name) else 2):
        name = _TAIL.sub("", name).strip()
        name = _AFFILIATION.sub("", name).strip() or name
    labelled = LABELLED.fullmatch(name)
    if labelled:
        name = labelled["name"].strip()
    name = name.strip(' \t:;,|*-–—_·•/"“”')
    if name.endswith(".") and not re.search(r"\b\w\.$", name):
        name = name[:-1]
    if len(name) < 2 or len(name) > 80 or is_account(name):
        return None
    name = _JOB.sub("", _ROLE.sub("", INNER_LABEL.sub(r"\1 ", name)))
    site = re.fullmatch(r"[\w.-]+\.(?:vn|com|net|org)", name) is not None
    if re.search(r"https?:|www\.|\d{3,}", name):
        return None
    return name if site or re.search(rf"[{_LETTER}]", name) else None


_OFFICE = re.compile(
    r"(?:văn phòng|phòng|ban|sở|chi cục|cục|trung tâm|tổ|bộ phận|khoa|vụ|ủy ban|uỷ ban|ubnd"
    r"|hội đồng|công an|đảng ủy|đảng uỷ|bộ chỉ huy|hội)\s+(?=\w)",
    re.IGNORECASE,
)


def is_office(text: str) -> bool:
    """Whether a line names an office instead of a person: "Phòng Hành chính - Tổng hợp"."""
    match = _OFFICE.match(text)
    return match is not None and (len(text) - len(match[0])) > 1 and not text[:1].islower()


_PAPER = re.compile(
    r"(?:báo (?!cáo\b)|tạp chí |bản tin |ttxvn\b|thông tấn xã|thông tin chính phủ"
    r"|cổng (?:thông tin|tt|giao tiếp|điện tử)|trang (?:thông tin|tin|web|ttđt|tttđt)"
    r"|đài (?:phát thanh|truyền hình|pt|th\b|tiếng nói|truyền thanh)|đài (?:vov|vtv)|vov|vtv"
    r"|vgp\b|vnexpress|vietnamplus|website|web |[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info)\b)"
    r".{0,90}",
    re.IGNORECASE,
)


def is_paper(text: str) -> bool:
    """Whether a text names a paper, an agency or a site: "Báo Chính phủ", "TTXVN"."""
    return _PAPER.fullmatch(text) is not None


_TOPICS = frozenset({
    "tin tức", "tin", "tức", "sự kiện", "hoạt động", "thông báo", "thời sự", "chính trị", "xã hội",
    "văn hóa", "văn hoá", "giáo dục", "y tế", "sức khỏe", "sức khoẻ", "kinh tế", "pháp luật",
    "đời sống", "thể thao", "du lịch", "nông nghiệp", "nông thôn mới", "môi trường", "quốc tế",
    "trong nước", "trong tỉnh", "trong huyện", "nổi bật", "mới", "chuyển đổi số", "quốc phòng",
    "cải cách hành chính", "an ninh", "khoa học", "công nghệ", "bạn đọc", "văn bản", "tuyên truyền",
    "phóng sự", "trang chủ", "giới thiệu", "liên hệ", "thư viện", "tài liệu", "bài viết", "chỉ đạo",
    "điều hành", "tin bài", "hình ảnh", "ảnh", "bài", "video", "clip", "dịch vụ công", "giải trí",
    "đầu tư", "xây dựng đảng", "đoàn thể", "lao động", "việc làm", "chuyên mục", "chuyên đề",
    "tiêu điểm", "nghiên cứu", "trao đổi", "địa phương", "cơ sở", "ngành", "tổng hợp", "news",
    "phóng viên", "tác giả", "cộng tác viên", "biên tập viên", "chi tiết", "mục lục",
})  # fmt: skip
"""Words of which the names of sections and of roles are made, in lower case."""
_WORDS_OF_TOPIC = max(len(topic.split()) for topic in _TOPICS)


def is_section_name(text: str) -> bool:
    """Whether a line is made of the words of section names alone: "TIN TỨC - SỰ KIỆN"."""
    words = re.findall(r"\w+", text.lower())
    place = 0
    while place < len(words):
        sizes = range(min(_WORDS_OF_TOPIC, len(words) - place), 0, -1)
        taken = (n for n in sizes if " ".join(words[place : place + n]) in _TOPICS)
        size = next(taken, 1 if words[place] == "và" else 0)
        if not size:
            return False
        place += size
    return bool(words)


_PLACE_NAME = rf"(?:{_WORD}|\d++)(?:\s++(?:{_WORD}|\d++)){{0,2}}"
_AUTHORITY = re.compile(
    r"(?:(?:UBND|HĐND|(?i:ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân))\s+)?"
    r"(?i:tỉnh|huyện|xã|phường|thị trấn|thị xã|thành phố|tp\.?|quận|đặc khu)\s+"
    rf"{_PLACE_NAME}"
)


def is_authority(text: str) -> bool:
    """Whether a line is the name of a local authority alone: "UBND HUYỆN VÂN LĨNH"."""
    parts = re.split(r"(?:(?<!\s)\s++)?+[,–-]\s++|(?<!\s)\s++[–-]\s*+", text)
    return all(_AUTHORITY.fullmatch(part) for part in parts)


_BEHALF = r"(?:t ?[./]? ?m\b\.?|thay mat\b|dai dien\b) *"
_IN_PLACE = (
    r"(?:k ?[./]? ?t\b\.?|t ?[./]? ?l\b\.?|t ?[./]? ?u ?[./]? ?q\b\.?|q\.|qtk\.?"
    r"|thua (?:lenh|uy quyen)\b|ky thay\b) *"
)
_ORGAN = (
    r"(?:uy ban nhan dan|ubnd|uy ban|ban thuong vu|btv|ban to chuc|ban chi dao|ban chap hanh"
    r"|ban thuong truc|hoi dong|hdnd|thuong truc|dang uy|tinh uy|huyen uy|thanh uy|thi uy"
    r"|doan chu tich|chinh phu|ban giam doc|ban quan ly|to cong tac|doan kiem tra)"
)
_OFFICER = (
    r"(?:pho |quyen )*+(?:chu tich|tong giam doc|giam doc|tong bi thu|bi thu|chanh van phong"
    r"|chanh thanh tra|hieu truong|truong (?:ban|phong|doan|cong an|khoa|tram|thon|ap|khu pho)"
    r"|tram truong|chi huy truong|chinh uy|to truong|doi truong|tong cuc truong|chi cuc truong"
    r"|cuc truong|vu truong|vien truong|chanh an|chu nhiem|tong bien tap|thu truong|bo truong"
    r"|thu tuong|tong thu ky|chu toa)"
)
_POST = re.compile(rf"(?:{_BEHALF}|{_IN_PLACE})*+(?:{_OFFICER}|{_ORGAN})\b.{{0,40}}")
_PREFIXED = re.compile(r"(?:(?:t/?m|k/?t|t/?l|tuq|q)\. *)++[a-z].{0,60}")
_REPRESENTS = re.compile(r"(?:thay mat|dai dien) [a-z].{0,60}")
_OFFICER_ALONE = re.compile(
    rf"(?:{_IN_PLACE})*+{_OFFICER}(?:,? (?:ubnd|hdnd|uy ban|mttq|mat tran|tinh|huyen|xa|phuong|tp"
    r"|thanh pho|thi (?:xa|tran)|so|hoi|lien doan|trung tam|chi cuc|cong ty|phong|ban)\b.{0,40})?"
)
_DOES = re.compile(
    r"\b(?:phat bieu|kiem tra|trao|tang|chu tri|lam viec|tham|du|cung|bao cao|ket luan|khai mac"
    r"|tiep|chia se|cho biet|yeu cau|ky|duoc|tai|trong|va)\b"
)
_ON_BEHALF = re.compile(rf"{_BEHALF}[a-z].{{0,70}}|{_ORGAN}\b.{{0,60}}")


def is_post(text: str) -> bool:
    """Whether a line in capitals is the post of a document's signer, or names for whom he signs."""
    if not text.isupper() or len(text) > 70:
        return False
    folded = fold(text)
    return any(pattern.fullmatch(folded) for pattern in (_POST, _PREFIXED, _REPRESENTS))


def is_officer(text: str) -> bool:
    """Whether a line, in capitals or not, is an officer's post alone: "Phó Chủ tịch UBND xã"."""
    folded = fold(text.strip(" ,:;-–"))
    return (
        len(folded) <= 70
        and _OFFICER_ALONE.fullmatch(folded) is not None
        and _DOES.search(folded) is None
    )


def is_on_behalf(text: str) -> bool:
    """Whether a post names for whom its officer signs: "TM. ỦY BAN NHÂN DÂN"."""
    return _ON_BEHALF.fullmatch(fold(text)) is not None


def is_account(text: str) -> bool:
    """Whether a line is a login name, such as quantri or admin."""
    bare = text.strip(" .-")
    return bare != "BBT" and len(text) <= 30 and _ACCOUNT.fullmatch(fold(bare)) is not None


_OF_SENTENCES = frozenset({
    "là", "của", "cho", "để", "không", "các", "những", "được", "với", "hãy", "cùng", "vào", "một",
    "mọi", "cả", "ta",
})  # fmt: skip
"""Words that stand in the middle of no name: a slogan may have all its words capitalised."""


def looks_like_name(text: str) -> bool:
    """Whether a line consists of capitalised words like a name, ignoring remarks in brackets."""
    core = _AFFILIATION.sub("", _TAIL.sub("", text.strip(' *-–—./"“”:'))).strip()
    if not 2 <= len(core) <= 60 or any(char.isdigit() for char in core):
        return False
    if not _OF_SENTENCES.isdisjoint(core.lower().split()[1:-1]):
        return False
    return NAMES.fullmatch(core) is not None
