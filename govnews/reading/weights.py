"""Every number that decides how a page is read, by name, with its reason.

Two kinds stand here. A *rule* changes what is read: a case or a table of tests notices when it is
changed by ×0.6 or ×1.6 (`bench/pin.py` tries each). A *bound* keeps time and memory finite or cuts
what is only shown; it carries the annotation `Bound` and is not expected to change any reading.

Lengths are in characters, shares lie between 0 and 1, lines are counted in page order. Numbers
inside regular expressions stay in their patterns.
"""

from __future__ import annotations

from typing import TypeAlias

Bound: TypeAlias = int
"""A limit of time, memory or display and no rule of reading."""

# --- links ----------------------------------------------------------------------------------------

LINKED = 0.8
"""Share of linked characters above which a line is a link and not text that contains one."""

WHOLLY_LINKED = 0.95
"""Share above which a line is nothing but a link, as another article's headline is."""

PARTLY_LINKED = 0.4
"""Share above which a line is no running text: a sentence rarely links more of itself."""

MOSTLY_LINKED = 0.5
"""Share from which a line or a table belongs to its links and its own words are their labels."""

LINKED_HEADLINE_MIN_LENGTH = 20
"""A shorter link is a menu entry, a longer one may be another article's headline."""

# --- running text ---------------------------------------------------------------------------------

PROSE_MIN_LENGTH = 25
"""A shorter line is a label or a scrap and no running text."""

PROSE_MAX_VALUE = 900
"""Above it a paragraph counts no more: one giant paragraph must not outweigh an article."""

UNFINISHED_MAX_LENGTH = 80
"""A shorter line that ends without a sign is more often a heading than a sentence."""

UNFINISHED_FACTOR = 0.25
"""What such an unfinished line still counts as prose."""

CONTACT_MAX_LENGTH = 300
"""A line of address or imprint is no longer; a longer one is text that begins with such words."""

PARAGRAPH_BELOW = 80
"""Prose that ends the search for a date beside the headline: the text has begun."""

PARAGRAPH = 60
"""Prose from which a line is a paragraph of the text, and not a longer label."""

TEXT_PIECE = 40
"""Prose from which an element holds some text of its own."""

DATE_ABOVE_SCHEDULE = 8
"""Lines above "Thời gian: …" among which the page's own date stands."""

FACT_LINES = 5
"""Lines around a date in which other labels of a document's facts stand."""

CARD_MIN_ROWS = 3
"""Rows of label and value that make a card of facts."""

CARD_MAX_LINES: Bound = 120
"""Lines above which an element is not looked at as a card."""

ANNOUNCED_LINKS = 12
"""Links of a list below the line of text that announces them."""

FILE_NAME_MAX_LENGTH = 300
"""A line that names the file behind "Tải về" is no longer."""

LITTLE_TEXT = 80
"""Prose up to which the densest element may be a line of date or of the page's foot."""

SITE_NAME_MAX_LENGTH = 90
"""A site's name, as page feet print it, is no longer."""

TEASER_BOX_LINES = 20
"""Lines of a box for another article: its picture, headline, teaser, date and label."""

TEASER_MAX_LENGTH = 400
"""The text beside a headline in a box for another article is no longer."""

UNHIDDEN_MIN_LENGTH = 200
"""Characters from which a hidden element may be the text, which scripts show. Hidden microdata,
labels and notices are shorter."""

UNHIDDEN_FACTOR = 4
"""How often the running text of a page must grow with its hidden elements to stand in them: beside
it a page shows its imprint and a teaser or two."""

OFF_SCREEN = 500
"""Pixels by which an element is moved out of sight, and not beside its neighbours."""

TINY = 2.0
"""Pixels of letters that nobody sees."""

BUTTON_PARAGRAPHS = 3
"""Paragraphs in a button from which it is one that was never closed."""

EMPHASISED = 0.9
"""Share of bold or italic characters from which a line counts as set in that style."""

# --- lines beside a headline ----------------------------------------------------------------------

INFO_MAX_LENGTH = 220
"""Lines of date, views and byline are no longer; a longer line is a sentence that names a date."""

INFO_MAX_RESIDUE = 30
"""Letters that such a line may have besides its date and count, such as a label."""

INFO_RESIDUE_SHARE = 0.35
"""Share of a longer line that may remain beside its date and count."""

INFO_RESIDUE_SHARE_OF_BAR = 0.6
"""The same for a line of three parts or more: a bar names author and section too."""

BARE_DATE_MAX_RESIDUE = 8
"""Letters beside a bare date above the headline: more is a headline of another article."""

LONE_DATE_MAX_RESIDUE = 3
"""Letters up to which a date stands alone in its line."""

HEAD_LINK_MAX_LENGTH = 80
"""A link or category label among the lines of the head is no longer; a longer one is a headline."""

IMPRINT_FACT_START = 8
"""Where a fact of the imprint may begin: its first words alone ("Giấy phép") are none."""

FURNITURE_MAX_LENGTH = 90
"""No line of furniture (share box, pager, counter) is longer."""

IMPRINT_MAX_LENGTH = 400
"""The imprint is the one kind of furniture that is a sentence, and even it ends somewhere."""

COUNTER_LINES = 10
"""Lines of the box in which a site counts its visits."""

VIEWS_CONTEXT = 12
"""How far behind a count a word may stand that makes it the site's ("… hôm nay")."""

LABEL_MAX_LENGTH = 30
"""A lone label such as "Lượt xem:" and a login's name are no longer."""

# --- headline -------------------------------------------------------------------------------------

TITLE_MIN_LENGTH = 8
"""A shorter line is a label; the shortest headlines of portals have two words."""

SHORTEST_TITLE = 2
"""The shortest headline ("Lũ"); one of fewer than eight needs a declaration or a date beside it."""

TITLE_MAX_LENGTH = 320
"""A longer line is a paragraph, whatever its tag."""

HINTED_TITLE_MIN_LENGTH = 6
"""A selector is believed for shorter headlines, yet not for a number or a sign."""

BADGE_MAX_LENGTH = 16
"""A badge beside a headline and the blank before it are no longer: "Tin quan trọng"."""

TITLE_POINTS_NEEDED = 3.0
"""A line with fewer points is no headline: the page prints none."""

TITLE_TAG_POINTS = {
    "h1": 5.0, "h2": 4.0, "h3": 3.0, "h4": 2.0, "h5": 1.5, "h6": 1.0, "caption": 1.0,
}  # fmt: skip
"""Headings are headlines the more often, the higher they are; no tag is proof."""

DECLARED_TITLE = 0.75
"""Match with a title of the head from which a line counts as declared by it."""

ALIKE_MIN_WORDS = 4
"""Different words from which a heading may be another form of the head's title."""

ALIKE_TITLE = 0.6
"""Share of words that such a heading has in common with the title or with the page's address."""

ALIKE_POINTS = 5.0
"""What having all its words is worth: less than being declared word for word."""

PAGE_END_MIN_TEXT = 1500
"""Running text of a page on which it is asked how much stands above a line."""

PAGE_END_SHARE = 0.6
"""Share of that text above a line from which the line comes after the article."""

PAGE_END_COST = 5.0
"""What it costs to stand there: calls to subscribe have headings and text below them."""

DECLARED_POINTS = 6.0
"""The head's declaration outweighs the highest heading: banners are `h1` too."""

BOLD_TITLE_POINTS = 1.5
"""Pages without headings set the headline in bold; so they do with much else."""

FULL_TITLE_LENGTH = 25
"""Most headlines are at least this long."""

FULL_TITLE_POINTS = 1.5
"""What such a length is worth."""

SHORT_TITLE_LENGTH = 15
"""Labels and names of modules are shorter."""

SHORT_TITLE_COST = 2.0
"""What such a shortness costs."""

SENTENCE_LENGTH = 60
"""From this length on a line that ends as a sentence does is one."""

SENTENCE_COST = 4.0
"""What it costs a longer line to end with a full stop or colon."""

SHORT_SENTENCE_COST = 2.0
"""What it costs a shorter one: some headlines do end so."""

LONG_TITLE_LENGTH = 200
"""Above it a line is rather a lead than a headline."""

LONG_TITLE_COST = 2.0
"""What such a length costs."""

LINKED_TITLE_COST = 4.0
"""A linked line leads to another article."""

PARTLY_LINKED_TITLE = 0.3
"""Share of links from which a line is not the headline as portals print it."""

PARTLY_LINKED_TITLE_COST = 2.0
"""What such links cost."""

SELF_LINK_POINTS = 3.0
"""The only linked heading of its kind is a headline that leads to itself."""

HEAD_LINE_TITLE_LENGTH = 60
"""A shorter line of date, category or control is no headline, whatever points it has."""

SITE_NAME_COST = 5.0
"""Words of a site's name in a line: banners repeat them on every page."""

SECTION_ABOVE_COST = 9.0
"""What it costs a heading to stand above the box of a smaller one that has the date: as much as the
higher tag and the declaration of the section by the page's title are worth."""

SECTION_NAME_MAX_LENGTH = 60
"""A section's heading above the headline is no longer."""

SECTION_ABOVE_LINES = 2
"""Lines below a section's heading among which the headline stands."""

POST_MAX_LENGTH = 45
"""A line in capitals up to this length may be a signer's post and no headline."""

POST_COST = 5.0
"""What it costs to read as a signer's post."""

DETAIL_COST = 5.0
"""What it costs to read as the heading of a detail view ("Chi tiết …")."""

TITLE_CLASS_POINTS = 2.5
"""A class that names a title; names help and are never needed."""

LEAD_CLASS_COST = 4.0
"""A class that names the lead: the line below the headline."""

INFO_TITLE_COST = 6.0
"""A line of date or views stands beside the headline and is none."""

CAPTION_COST = 4.0
"""A line in italics right below a picture is its caption."""

CRUMB_COST = 5.0
"""A breadcrumb or menu around a line, by its name."""

CRUMB_LEVELS = 4
"""Elements around a line among which that breadcrumb or menu counts."""

LANDMARK_COST = 4.0
"""Foot, side column or navigation around a line."""

LIST_ITEM_COST = 2.0
"""A list's item is one of several."""

LIST_ITEM_LEVELS = 3
"""Elements around a line among which the item counts."""

BAD_NAME_COST = 1.5
"""Each element around a line that is named as a widget."""

BAD_NAME_LEVELS = 5
"""Elements around a line among which such a name counts; the body's own name does not."""

CRUMB_STEP_MAX_LENGTH = 120
"""A step of a breadcrumb is no longer."""

CRUMB_STEP_COST = 6.0
"""The last step of a breadcrumb often repeats the headline; it is never the headline."""

CRUMB_MAX_STEPS = 8
"""A list with more entries is a menu."""

TEASER_COST = 4.0
"""A line right below another article's linked headline is that article's teaser."""

TEASER_TITLE_LINES = 2
"""Lines above a line among which that headline stands."""

TEASER_TITLE_LEVELS = 3
"""Elements around that headline among which the line's own place is."""

CRUMB_STEP_LEVELS = 3
"""Elements around a line among which the list of its breadcrumb is."""

NAMES_AROUND = 2
"""Elements around a line whose names may call it a title or a lead."""

NAMES_INSIDE = 3
"""Elements inside a line whose names may do so."""

DATE_BELOW_POINTS = 4.0
"""A date or view count right below a line."""

DATE_BELOW_STEP = 0.5
"""How much less a date counts for each line that it stands further below."""

DATE_BELOW_LINES = 4
"""Lines below a headline among which its date stands."""

DATE_ABOVE_POINTS = 3.0
"""A date or view count right above a line; the page's clock counts for nothing."""

DATE_ABOVE_LINES = 3
"""Lines above a headline among which its date stands."""

CLOSE_LEVELS = 5
"""Elements that may lie between a line and what stands beside it."""

CLOSE_LEVELS_AT_ROOT = 2
"""The same where only the page itself holds both."""

TEXT_BELOW_LINES = 40
"""Lines below a headline among which its text begins."""

TEXT_BELOW_DECAY = 0.6
"""What text counts for each element that separates it from the nearest text."""

TEXT_POINTS_MAX = 5.0
"""The most that running text below a line is worth: a heading inside the text has it too."""

TEXT_POINTS_SCALE = 1.2
"""Points for each doubling of the text below."""

TEXT_POINTS_UNIT = 60
"""The amount of text that counts as one paragraph there."""

TEXT_ABOVE_LINES = 3
"""Lines above among which running text makes a line a heading inside an article."""

TEXT_ABOVE_COST = 3.5
"""What it costs to have a lead's worth of text above."""

MUCH_TEXT_ABOVE = 300
"""Text from which what stands above is more than a lead."""

MUCH_TEXT_ABOVE_COST = 6.0
"""What it costs to have an article's text above."""

KNOWN_TEXT_STEP = 0.25
"""Where the text's place is known: what each line between headline and text costs."""

KNOWN_TEXT_LINES = 40
"""Lines beyond which the distance to a known text costs no more."""

KNOWN_TEXT_ITSELF_COST = 3.0
"""What it costs a line to be the first of the known text."""

DECLARED_PART_MIN_LENGTH = 12
"""A shorter part of the head's title ("Tin tức - …") is a section and no title."""

SITE_NAME_MAX_LENGTH = 120
"""A longer part of the head's title is a headline that names a portal."""

TITLE_START_MIN_LENGTH = 20
"""A headline cut short matches its declaration from this length on."""

CUT_TITLE_MATCH = 0.6
"""What the match of a title cut short begins with."""

CUT_TITLE_SHARE = 0.39
"""How much more it is worth by the share of the title that is left."""

# --- main content ---------------------------------------------------------------------------------

VOTES = (1.0, 1.0, 0.5, 0.25)
"""What a paragraph's prose counts for the elements around it, from the inside out."""

LANDMARK_FACTOR = 0.2
"""Foot, navigation and side column: an article rarely stands there."""

ARTICLE_FACTOR = 1.5
"""`<article>`, `<main>` and `articleBody` say what they are."""

BAD_NAME_FACTOR = 0.4
"""A name of a widget; not zero, because themes name columns at will."""

GOOD_NAME_FACTOR = 1.25
"""A name of content; little more than one, because names mean little."""

LINK_SHARE_POWER = 2
"""How strongly links count against an element: lists of links hold prose too."""

ABOVE_TITLE_FACTOR = 0.01
"""Text above the headline belongs to it only where nothing stands below."""

WIDGET_FACTOR = 0.02
"""Text in a widget (calendar of the week, login, counter)."""

PAST_RELATED_FACTOR = 0.3
"""Text that follows a list of other articles, as near to the headline as that list."""

FAR_PAST_RELATED_FACTOR = 0.02
"""Text that follows such a list and stands farther from the headline."""

APART_FACTOR = 0.1
"""Text in another column than the headline."""

DISTANCE_FACTOR = 0.6
"""What text counts for each element that separates it from the headline."""

ARTICLE_LINKS = 3
"""More linked headlines than these around a headline are a list of other articles."""

LINES_ABOVE_TITLE = 6
"""An element that begins farther above the headline holds more than the article."""

SECTIONS_SHARE = 1.0
"""Text of the sections below, by that of the headline's section, from which they are its article:
the lists below an article have less."""

LINES_BETWEEN = 3
"""Elements without text that may lie between two parts of a text."""

CARRYING_LINK_SHARE = 0.3
"""Links for each character of prose up to which an element goes on with the text."""

LINK_RICH_PROSE = 100
"""Prose from which an element with more links than that is still text."""

LINK_RICH_SHARE = 5
"""Links for each character of prose above which it is a list whatever it begins with."""

# --- segmentation ---------------------------------------------------------------------------------

HINTED_BODY_MIN_LENGTH = 20
"""Text that the element of a selector must have; an empty one is a mount point."""

LEARNED_BODY_MIN_LENGTH = 40
"""Text that the elements of a profile's path must have."""

HEAD_LINES_ABOVE = 5
"""Lines above the headline that may be its date, section or kicker."""

LEAD_LINES = 25
"""Lines between headline and text among which a lead may stand."""

LEAD_MIN_LENGTH = 30
"""A shorter line between headline and text is a label."""

TAIL_LINES = 40
"""Lines after the text among which signature, date, views and files stand."""

ARTICLE_TEXT = 1200
"""Text in one element, with few links, that is an article's: teasers are shorter."""

LEAD_PIECES = 2
"""Paragraphs in the headline's own box that may be its lead."""

LEAD_BOX_REST = 300
"""Characters of byline, date and controls in that box beside the lead."""

BELOW_LEAD_FACTOR = 3
"""How much more text than such a lead follows it where it is one."""

NAMED_BOX_SHARE = 0.3
"""Share of a text up to which a box inside it goes whose name says that it is no text."""

NAMED_BOXES_SHARE = 0.5
"""The same for all boxes of one name together: a name that most of the text has is the text's."""

NEAR_LEVELS = 4
"""Elements up from the text that are still the article's part of the page."""

NEAR_LEVELS_PAST_BOX = 2
"""The same for what follows a box of other articles."""

HEAD_END_LINES = 10
"""Lines below the headline among which its date and views stand."""

GOING_ON_MIN_LENGTH = 150
"""Text after a box of links from which the article goes on behind it."""

# --- page type ------------------------------------------------------------------------------------

NOTICE_MAX_TEXT = 600
"""A page with more text is no notice that something is missing or locked."""

LOGIN_MAX_TEXT = 1500
"""Text beside links up to which a page with a field for a password may be only a login form."""

SCRIPTED_MAX_TEXT = 300
"""A page with more text is not filled by its scripts."""

SHELL_MAX_TEXT = 200
"""Text up to which a page with scripts and an empty mount point is a shell."""

CHALLENGE_SIGNS = 2
"""Scripts of ordinary pages have one of the signs of a challenge, never two."""

NOTHING_MAX_TEXT = 120
"""Text up to which a line "Không có dữ liệu" is all that the page says."""

SHORT_NOTICE_MAX_TEXT = 300
"""Text up to which its lines, and not only its headline, may say that the page is missing."""

TRACE_MAX_TEXT = 3000
"""Text up to which a page below the headline of an error may be its trace."""

NEARLY_NO_TEXT = 200
"""Text up to which any line of the page may say that it is missing."""

MAX_REFRESH_SECONDS = 30
"""A page that moves on later than this is meant to be read."""

POSTS = 2
"""Whole articles, each below its linked headline, from which a page is a list of them."""

UNDATED_PARAGRAPHS = 3
"""Paragraphs that make an article of a page without date and author whose title is a notice's."""

DENIAL_MAX_LENGTH = 160
"""A longer sentence that asks for a login is the text of an article about it."""

INTRODUCTION_MAX_TEXT = 500
"""Text of the one paragraph that introduces a list; a longer one is an article."""

NOTHING_MIN_LENGTH = 8
"""A shorter line says nothing about a list."""

SURE_LINES_ABOVE = 2
"""Lines above a headline among which a date or count confirms it."""

SURE_LINES_BELOW = 4
"""Lines below a headline among which a date or count confirms it."""

OWN_TEXT = 200
"""Running text, not below linked headlines, from which a page is no list."""

HOME_ITEMS = 3
"""Linked headlines from which a page at the site's root is its home page."""

HOME_MAX_TEXT = 500
"""Text below which a page at the site's root is its home page."""

CONFIRMING_LINES = 5
"""Lines below the headline among which a date or count makes the page an article."""

LIST_TEASERS = 3
"""Linked headlines with teasers or dates that make a list."""

LIST_MAX_TEXT = 200
"""Text before its first item that a list with teasers may have."""

LIST_ITEMS = 5
"""Linked headlines that make a list without teasers."""

BARE_LIST_MAX_TEXT = 100
"""Text before its first item that such a list may have."""

TEXT_FOR_EACH_ITEM = 60
"""Text for each linked headline from which the page is an article with many links."""

TEASER_LINES = 4
"""Lines above a paragraph among which the linked headline stands that it teases."""

TEASED_LINES = 3
"""Lines below a linked headline among which its teaser or date stands."""

# --- dates and views ------------------------------------------------------------------------------

DATE_LINE_MAX_LENGTH = 300
"""Lines that are searched for dates; a longer one is text."""

DATE_LINK_SHARE = 0.6
"""Share of links above which a dated line belongs to another article."""

DATE_BOX_LENGTH = 100
"""No line of the box of a headline's date is longer: it holds a byline, controls and counts."""

CREDIT_BOX_LINES = 3
"""Lines of the box of a picture: the picture, its caption, its copyright."""

DATE_BOX_LINES = 12
"""Lines of the box of a headline's date, with controls and the number of comments."""

BESIDE_TITLE_LINES = 3
"""Lines from the headline within which a linked date may stand."""

CLOCK_LINKS = 3
"""More links than these are a menu: a bare date above it, or a weekday beside it, is a clock."""

CLOCK_LEVELS = 3
"""A date right above the headline and this close in the tree is its own."""

CLOCK_DAYS = 7
"""Days that caches keep pages: a time no older than these, under a name that does not say what
happened then, may be the server's clock."""

BOX_LINE_LENGTH = 24
"""Day, month and year on lines of their own are a box: none of these lines is longer."""

BOX_START_LENGTH: Bound = 10
"""No day or month alone is longer ("September", "tháng 12"): longer lines need not be tried."""

BOX_LINES = 3
"""Lines of such a box."""

DECLARED_LINES = 12
"""Lines of the article's zone among which a `<time>` element counts."""

TIME_LEVELS = 3
"""Elements around a `<time>` that may be the line's own."""

ZONE_BODY_START = 2
"""First lines of the body that may still be date or views."""

ZONE_BODY_END = 3
"""Last lines of the body that may be date or views."""

RELATED_LEVELS = 4
"""Elements around a line among which a list's item makes it another article's."""

RELATED_LINES = 2
"""Lines beside it among which that article's headline stands."""

HINTED_VIEWS_MAX_LENGTH = 40
"""A selector's text from which any number is taken for the count."""

ICON_LINE_MAX_LENGTH = 120
"""A line with an eye icon, a person's icon or a bare count is no longer."""

# --- section --------------------------------------------------------------------------------------

CRUMB_LINES_ABOVE = 25
"""Lines above the headline among which a breadcrumb stands."""

CRUMB_LIST_STEPS = 5
"""A list of more links that begins with the home page is a menu."""

CRUMB_LINE_STEPS = 8
"""A line of more steps that begins with the home page is a menu."""

CRUMB_BOX_LINES = 10
"""Lines of an element that is named as a breadcrumb."""

CRUMB_MAX_LENGTH = 400
"""A breadcrumb is no longer, headline included."""

SECTION_MAX_LENGTH = 120
"""A longer step is a headline."""

TITLE_STEP_MIN_LENGTH = 30
"""From this length on a step that begins the headline is the headline, cut short."""

SECTION_LABEL_LINE = 200
"""Lines in which a label "Chuyên mục: …" counts."""

SECTION_LINES_ABOVE = 3
"""Lines above the headline among which a link names its section."""

KICKER_MAX_LENGTH = 40
"""A heading above the headline that names a section is no longer."""

KICKER_LEVELS = 4
"""Elements between such a heading and what it shares with the headline."""

SECTION_LINK_MAX_LENGTH = 60
"""A link that names a section is no longer."""

SECTION_LINK_LEVELS = 3
"""Elements between such a link and what it shares with the headline."""

SECTION_LIST_MAX = 3
"""A list above the headline with more links is a menu."""

# --- author ---------------------------------------------------------------------------------------

SIGNING_LINES = 6
"""Last lines of the text among which it is signed."""

SIGNING_BLOCK_LINES = 20
"""Last lines of the text among which the block of posts and signer stands; an appendix is after."""

SIGNERS_MAX = 4
"""More signers than these are a list of persons and their posts."""

FOREIGN_MIN_TEXT = 200
"""Characters of a text without a letter of Vietnamese from which it is in another language."""

FOREIGN_BYLINE_LINES = 6
"""First lines of such a text among which its byline stands."""

DECLARED_NAME_MAX_LENGTH = 80
"""What a head declares as an author is longer only where it is a description."""

BYLINE_LEVELS = 3
"""Elements around a line beside the headline among which one is named as the byline."""

SIGNATURE_MAX_LENGTH = 110
"""A longer line signs nothing."""

LABELLED_NAME_MAX_LENGTH = 70
"""Names behind a label; a longer text is a sentence behind a colon."""

SOURCE_MAX_WORDS = 9
"""Words of a paper's or office's name behind "Theo"."""

OFFICE_MAX_LENGTH = 90
"""An office in brackets below a name is no longer."""

SET_APART_MAX_LENGTH = 60
"""A right-aligned phrase that signs, such as a place, is no longer."""

BARE_SOURCE_MAX_LENGTH = 50
"""A line "Theo …" that no bracket and no style marks is no longer."""

LISTED_MAX_LENGTH = 80
"""Items of a list of names at the end of a text are no longer."""

ITEM_LEVELS = 3
"""Elements from a line up to the item of the list that it is."""

AUTHORS_BY_LINE = 3
"""Authors who sign one a line, with a `<br>` between: more names are a list of the text."""

NAMES_OF_A_LIST = 2
"""The same for names in elements of their own."""

NAME_MIN_WORDS = 2
"""An unstyled line of fewer words is no person's name."""

NAME_MAX_WORDS = 6
"""An unstyled line of more words is several names or none."""

PERSON_MAX_WORDS = 4
"""A person's name without any sign beside it has no more words."""

SIGNING_LINES_BELOW = 3
"""Lines below the text among which a name that is set apart signs it."""

BYLINE_MAX_LENGTH = 200
"""A line of date, name and counts in which a label names the author."""

# --- lead, body, images ---------------------------------------------------------------------------

SAPO_MIN_LENGTH = 30
"""A shorter first line is a label or a dateline."""

HINTED_SAPO_MIN_LENGTH = 10
"""A selector is believed for shorter leads."""

SAPO_BODY_MIN_LENGTH = 40
"""Some line after the lead must be as long: without a text there is no lead."""

SAPO_LEVELS = 3
"""Elements around and inside the first line whose names may call it the lead."""

SAPO_PLAIN_SHARE = 0.5
"""Share of the other lines that must be plain for bold or italics to set a lead apart."""

STYLED_SAPO_MIN_LENGTH = 50
"""A shorter bold or italic line is a heading."""

HEADING_SAPO_MIN_LENGTH = 80
"""A heading that is a lead is a sentence; a shorter one is a heading."""

APART_SAPO_MIN_LENGTH = 60
"""A line in an element of its own is a lead from this length on."""

REPEATED_MIN_LENGTH = 60
"""A shorter line may be printed twice on purpose, such as a cell."""

CAPTION_MAX_LENGTH = 250
"""A longer line below a picture is text."""

CAPTION_BOX_LINES = 5
"""Lines of the box of a picture, its caption and its credit."""

CAPTION_LEVELS = 4
"""Elements around a picture among which its figure is."""

# --- tables ---------------------------------------------------------------------------------------

CELL_MAX_LENGTH = 160
"""Characters of a typical cell above which a table lays out text."""

COLUMN_MIN_LENGTH = 300
"""Characters from which a cell may be the column of a page that holds the article."""

COLUMN_SHARE = 0.5
"""Share of a table's text in one cell that makes that cell such a column."""

# --- text dumps -----------------------------------------------------------------------------------

DUMP_PARAGRAPH = 60
"""A line of a dump of this length is taken for a paragraph."""

DUMP_ANCHOR_MAX_LENGTH = 160
"""A line of date or views in a dump is no longer."""

DUMP_ANCHOR_LINES = 3
"""Lines below the first paragraph within which a date or count still marks the headline."""

DUMP_TITLE_MAX_LENGTH = 300
"""A first paragraph that no line stands above is the headline up to this length."""

DUMP_HEAD_LINES = 4
"""Lines above a dump's text that may name its date and views, the headline included."""

DUMP_TITLE_LINES = 5
"""Lines above a date or paragraph among which the headline stands."""

DUMP_TAIL_LINES = 6
"""Lines after a dump's text that may name its date and views."""

# --- profile of a portal --------------------------------------------------------------------------

PROFILE_MIN_PAGES = 4
"""Fewer pages may share a paragraph by chance."""

PROFILE_REPEATED = 0.5
"""Share of the pages on which a block stands to be the template's."""

PROFILE_REPEATED_MIN = 3
"""Pages on which a block stands at least to be the template's."""

PROFILE_HOLDS = 0.8
"""Share of the varying text that a child must hold for the search to go down into it."""

PROFILE_SEVERAL = 0.2
"""Share of the pages on which a path leads to several texts to be a paragraph's."""

PROFILE_NOTICE = 0.9
"""Share of the pages on which a finished sentence is a notice, though text follows it."""

PROFILE_NOTICE_MIN = 15
"""Pages on which it stands at least; a few documents may open in the same way."""

PROFILE_SENTENCE_LENGTH = 60
"""A shorter line is a sentence only with several words and no word of a counter."""

PROFILE_SENTENCE_WORDS = 7
"""Words of such a short sentence."""

PROFILE_DIGITS = 0.15
"""Share of digits from which a line is a row of figures and no sentence."""

# --- soundness ------------------------------------------------------------------------------------

VIEWS_MAX = 10**12
"""A larger count is an identifier or an error of the counter."""

DAYS_AHEAD = 1
"""Days that a printed date may lie after the capture: clocks differ, tomorrow's paper does not."""

# --- bounds ---------------------------------------------------------------------------------------

MAX_BYTES: Bound = 32 * 1024 * 1024
"""A larger payload is refused by name; the largest real article pages are below 5 MB."""

LXML_MAX_VALUE: Bound = 10_000_000
"""Characters of one attribute or text up to which lxml reads without `huge_tree`: a `__VIEWSTATE`
may have more."""

MAX_LINES: Bound = 50_000
"""A page with more lines or block elements is refused by name; real ones have a tenth."""

MAX_DEPTH: Bound = 200
"""Elements nested deeper are read as if their text stood at this depth."""

MAX_INLINE_LENGTH: Bound = 300
"""Characters above which a line's inline elements are not read one by one."""

MAX_INLINE_PIECES: Bound = 60
"""Inline elements above which they are not kept."""

MAX_JSON_DEPTH: Bound = 4
"""Nesting of JSON-LD beyond which no article is described."""

SNIFFED_BYTES: Bound = 4096
"""Bytes in which a tag tells HTML from plain text when no type is declared."""

TITLES_TRIED: Bound = 60
"""Lines whose surroundings are examined for the headline; the others lack too many points."""

LINE_START: Bound = 80
"""How much of a line is folded to see how it begins: no pattern of beginnings is longer."""

SLUG_WORDS = 5
"""First words of a headline in an address: fewer are a section's name or chance."""

DESCRIBED_LENGTH = 60
"""Characters that a declared description and a text have in common where both begin alike."""

DECLARED_TEXT_MATCH = 0.95
"""Share of their words that a declared text and the body have in common where they are the same."""

EVIDENCE_LENGTH: Bound = 200
"""How much of a value its evidence quotes."""

DATE_EVIDENCE_LENGTH: Bound = 120
"""How much of a line before a date its evidence quotes."""

CACHED_LINES: Bound = 20_000
"""Lines whose kind is remembered: menus stand on every page of a portal."""

CACHED_INFO_LINES: Bound = 4096
"""Short lines of which it is remembered what they sign, count or name."""

CACHED_DIGESTS: Bound = 4096
"""Lines whose digest is remembered."""

CACHED_SELECTORS: Bound = 2048
"""Selectors that are kept compiled."""

CACHED_LINKS: Bound = 4096
"""Links of which it is remembered where they lead."""

LINK_MAX_LENGTH: Bound = 8_000
"""Characters of a link above which it leads nowhere: servers refuse longer addresses."""

CACHED_LINK_LENGTH: Bound = 1_000
"""Characters of a link above which that is not remembered."""

CACHED_ATTRIBUTE_LENGTH: Bound = 500
"""Characters of a class or style above which it is judged each time: some styles hold pictures."""

CACHED_ATTRIBUTES: Bound = 4096
"""Classes and styles of which it is remembered what they do to a text: few recur on all pages."""
