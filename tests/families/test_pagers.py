"""Pagers of many systems: what is asked for next, row by row."""

# ruff: noqa: E501 (markup stands in one line)

from __future__ import annotations

import pytest

from tests.families.pagerlib import find, first, page

# Name, markup, path of the list, number of the present page, what the request must contain.
GET = [
    # NukeViet
    ("nukeviet-5", "<nav><ul class='pagination'><li class='page-item active'><a class='page-link' href='javascript:void(0)'>1</a></li><li class='page-item'><a class='page-link' rel='next' title='Trang 2' href='/vi/news/su-kien/page-2/'>2</a></li><li class='page-item disabled'><span class='page-link'>...</span></li><li><a class='page-link' href='/vi/news/su-kien/page-14/'>14</a></li><li><a class='page-link' rel='next' href='/vi/news/su-kien/page-2/'>&raquo;</a></li></ul></nav>", "/vi/news/su-kien/", 1, "/su-kien/page-2/"),
    ("nukeviet-4-mid", "<ul class='pagination'><li><a rel='prev' href='/vi/news/tin/page-3/'>&laquo;</a></li><li><a href='/vi/news/tin/'>1</a></li><li class='disabled'><span>...</span></li><li><a href='/vi/news/tin/page-3/'>3</a></li><li class='active'><a href='#'>4</a></li><li><a href='/vi/news/tin/page-5/'>5</a></li><li><a href='/vi/news/tin/page-5/'>&raquo;</a></li></ul>", "/vi/news/tin/page-4/", 4, "/page-5/"),
    ("nukeviet-3-ajax", "<strong>1</strong>, <a href=\"javascript:void(0)\" onclick=\"nv_urldecode_ajax('%2Findex.php%3Flanguage%3Dvi%26nv%3Dnews%26op%3Dtin%26page%3D10', 'ds')\">2</a>", "/index.php?language=vi&nv=news&op=tin", 1, "page=10 op=tin"),
    ("nukeviet-next-word", "<div class='generate_page'><a href='/vi/tin-noi-bo/page-2.html'>Trang sau</a></div>", "/vi/tin-noi-bo/", 1, "page-2.html"),
    # Joomla
    ("joomla-5", "<nav class='pagination__wrapper'><ul class='pagination'><li class='disabled page-item'><span class='page-link'><span class='icon-angle-double-left'></span></span></li><li class='active page-item'><a aria-current='true' aria-label='Trang 1' href='#' class='page-link'>1</a></li><li class='page-item'><a aria-label='Đi đến trang 2' href='/su-kien?start=8' class='page-link'>2</a></li><li class='page-item'><a aria-label='Đi đến trang tiếp theo' href='/su-kien?start=8' class='page-link'><span class='icon-angle-right'></span></a></li><li class='page-item'><a aria-label='Đi đến trang cuối' href='/su-kien?start=72' class='page-link'><span class='icon-angle-double-right'></span></a></li></ul></nav>", "/su-kien", 1, "start=8"),
    ("joomla-5-icons-only", "<ul class='pagination'><li><a aria-label='Đi đến trang cuối' href='/su-kien?start=72'><span class='icon-angle-double-right'></span></a></li><li><a aria-label='Đi đến trang kế tiếp' href='/su-kien?start=8'><span class='icon-angle-right'></span></a></li></ul>", "/su-kien", 1, "start=8"),
    ("joomla-25", "<div class='pagination'><ul><li class='pagination-start'><span class='pagenav'>Bắt đầu</span></li><li><span class='pagenav'>1</span></li><li><a title='2' href='/index.php/tin?start=5' class='pagenav'>2</a></li><li class='pagination-next'><a title='Tiếp theo' href='/index.php/tin?start=5' class='pagenav'>Tiếp theo</a></li><li class='pagination-end'><a title='Kết thúc' href='/index.php/tin?start=45' class='pagenav'>Cuối</a></li></ul><p class='counter'>Trang 1 / 10</p></div>", "/index.php/tin", 1, "start=5"),
    ("joomla-k2", "<div class='k2Pagination'><a href='/tin/itemlist?limitstart=6'>Trang kế tiếp »</a></div>", "/tin/itemlist", 1, "limitstart=6"),
    # Drupal
    ("drupal-7", "<ul class='pager'><li class='pager-current first'>1</li><li class='pager-item'><a title='Đến trang 2' href='/vi/tin?page=1'>2</a></li><li class='pager-next'><a title='Đến trang sau' href='/vi/tin?page=1'>sau ›</a></li><li class='pager-last last'><a href='/vi/tin?page=25'>cuối »</a></li></ul>", "/vi/tin", 1, "page=1"),
    ("drupal-10", "<nav class='pager' role='navigation'><ul><li class='pager__item is-active'><a href='?page=2' title='Trang hiện tại' aria-current='page'><span class='visually-hidden'>Trang hiện tại</span>3</a></li><li class='pager__item'><a href='?page=3' title='Go to page 4'><span class='visually-hidden'>Trang</span>4</a></li><li class='pager__item pager__item--next'><a href='?page=3' rel='next'><span class='visually-hidden'>Trang sau</span><span aria-hidden='true'>››</span></a></li><li class='pager__item pager__item--last'><a href='?page=8'><span class='visually-hidden'>Trang cuối</span><span aria-hidden='true'>Cuối »</span></a></li></ul></nav>", "/vi/tin?page=2", 3, "page=3"),
    ("drupal-mini", "<nav class='pager'><ul><li class='pager__item'>Trang 1</li><li class='pager__item--next'><a href='?page=1' rel='next' title='Sang trang sau'><span aria-hidden='true'>››</span></a></li></ul></nav>", "/vi/tin", 1, "page=1"),
    ("drupal-load-more", "<ul class='js-pager__items pager' data-drupal-views-infinite-scroll-pager><li class='pager__item'><a class='button' href='?page=1' title='Load more items' rel='next'>Tải thêm</a></li></ul>", "/vi/tin", 1, "page=1"),
    ("drupal-two-pagers-in-one-parameter", "<ul class='pager'><li class='pager-current'>1</li><li><a href='/vi/tin?page=0%2C1'>2</a></li><li><a href='/vi/tin?page=0%2C2'>3</a></li></ul>", "/vi/tin", 1, "page=0%2C1"),
    # WordPress
    ("wp-paginate-links", "<nav class='navigation pagination'><div class='nav-links'><span aria-current='page' class='page-numbers current'>1</span> <a class='page-numbers' href='/chuyen-muc/tin/page/2/'>2</a> <span class='page-numbers dots'>&hellip;</span> <a class='page-numbers' href='/chuyen-muc/tin/page/31/'>31</a> <a class='next page-numbers' href='/chuyen-muc/tin/page/2/'>Trang sau</a></div></nav>", "/chuyen-muc/tin/", 1, "/page/2/"),
    ("wp-older", "<div class='nav-links'><div class='nav-previous'><a href='/chuyen-muc/tin/page/3/'>Các bài viết cũ hơn</a></div><div class='nav-next'><a href='/chuyen-muc/tin/'>Bài viết mới hơn</a></div></div>", "/chuyen-muc/tin/page/2/", 2, "/page/3/"),
    ("wp-older-english", "<a href='/category/news/page/2/'>&larr; Older posts</a>", "/category/news/", 1, "/page/2/"),
    ("wp-pagenavi", "<div class='wp-pagenavi'><span class='pages'>Trang 1 của 6</span><span class='current'>1</span><a class='page larger' href='/tin/page/2/'>2</a><span class='extend'>...</span><a class='nextpostslink' rel='next' href='/tin/page/2/'>»</a><a class='last' href='/tin/page/6/'>Cuối »</a></div>", "/tin/", 1, "/page/2/"),
    ("wp-block-query", "<nav class='wp-block-query-pagination'><a class='wp-block-query-pagination-next' href='/?query-7-page=2'>Trang kế <span aria-hidden='true'>→</span></a></nav>", "/", 1, "query-7-page=2"),
    ("wp-elementor", "<nav class='elementor-pagination'><span class='page-numbers current'><span class='elementor-screen-only'>Trang</span>2</span><a class='page-numbers' href='/tin/3/'><span class='elementor-screen-only'>Trang</span>3</a></nav>", "/tin/2/", 2, "/tin/3/"),
    ("wp-plain-permalinks", "<span class='page-numbers current'>1</span><a class='page-numbers' href='/?cat=4&#038;paged=2'>2</a>", "/?cat=4", 1, "cat=4 paged=2"),
    ("wp-flatsome-icons", "<ul class='page-numbers nav-pagination'><li><span class='page-number current'>1</span></li><li><a class='next page-number' href='/tin/page/2/'><i class='icon-angle-right'></i></a></li></ul>", "/tin/", 1, "/page/2/"),
    ("wp-e-page", "<div class='jeg_navigation'><a class='page_nav next' data-id='2' href='/tin/page/2/'><span class='navtext'>Tiếp</span></a></div>", "/tin/", 1, "/page/2/"),
    # Liferay
    ("liferay-62", "<div class='taglib-page-iterator'><small class='search-results'>Hiển thị 1 - 20 của 164 kết quả.</small><ul class='pager lfr-pagination-buttons'><li class='disabled first'><a href='javascript:;'>← Đầu tiên</a></li><li class='disabled'><a href='javascript:;'>Trước</a></li><li><a href='/web/guest/tin?p_p_id=101_INSTANCE_ab12&p_p_lifecycle=0&_101_INSTANCE_ab12_delta=20&_101_INSTANCE_ab12_cur=2'>Tiếp theo</a></li><li class='last'><a href='/web/guest/tin?p_p_id=101_INSTANCE_ab12&p_p_lifecycle=0&_101_INSTANCE_ab12_delta=20&_101_INSTANCE_ab12_cur=9'>Cuối cùng →</a></li></ul></div>", "/web/guest/tin", 1, "_cur=2"),
    ("liferay-71", "<ul class='pagination'><li class='page-item disabled'><div class='page-link'><svg></svg><span class='sr-only'>Trang trước</span></div></li><li class='active page-item'><span class='page-link'><span class='sr-only'>Trang </span>1</span></li><li class='page-item'><a class='page-link' href='/tin?_x_cur=2&_x_delta=10'><span class='sr-only'>Trang </span>2</a></li><li class='page-item'><a class='page-link' href='/tin?_x_cur=2&_x_delta=10'><svg class='lexicon-icon lexicon-icon-angle-right'></svg><span class='sr-only'>Trang sau</span></a></li></ul>", "/tin", 1, "_cur=2"),
    ("liferay-delta-menu-first", "<div><a href='/tin?_x_delta=5'>5</a><a href='/tin?_x_delta=10'>10</a><a href='/tin?_x_delta=20'>20</a></div><ul class='pager'><li><a href='/tin?_x_cur=3&_x_delta=10'>Kế tiếp</a></li></ul>", "/tin?_x_cur=2", 2, "_cur=3"),
    ("liferay-old-form", "<a href=\"javascript:document._20_fm._20_cur.value = 2; submitForm(document._20_fm, '/tin?p_p_id=20');\">Tiếp theo</a>", "/tin", 1, "_20_cur=2"),
    ("liferay-resource", "<button class='btn btn-more' onclick=\"taiThem('/web/guest/tin?p_p_id=tin_WAR&amp;p_p_lifecycle=2&amp;_tin_WAR_cur=2')\">Xem thêm tin</button>", "/web/guest/tin", 1, "p_p_lifecycle=2 _cur=2"),
    # DNN, SharePoint, Plone
    ("dnn-paging-url", "<table class='PagingTable'><tr><td>Trang 1 của 7</td><td><span>Đầu</span>&nbsp;<span>Trước</span>&nbsp;<span>[1]</span>&nbsp;<a href='/tin-tuc/currentpage/2'>2</a>&nbsp;<a href='/tin-tuc/currentpage/3'>3</a>&nbsp;<a href='/tin-tuc/currentpage/2'>Sau</a>&nbsp;<a href='/tin-tuc/currentpage/7'>Cuối</a></td></tr></table>", "/tin-tuc", 1, "currentpage/2"),
    ("dnn-easynews", "<div class='article_pager'><a class='active' href='/tin-tuc'>1</a><a href='/tin-tuc/PgrID/401/PageID/2'>2</a><a href='/tin-tuc/PgrID/401/PageID/3'>3</a><a class='next' href='/tin-tuc/PgrID/401/PageID/2'>></a></div>", "/tin-tuc", 1, "PageID/2"),
    ("sharepoint-listview", "<table id='bottomPagingCellWPQ3'><tr><td class='ms-paging'>1 - 30</td><td id='pagingWPQ3next'><a onclick='RefreshPageTo(event, &quot;/tintuc/default.aspx?Paged=TRUE\\u0026p_ID=77\\u0026PageFirstRow=31\\u0026View=ab12&quot;);javascript:return false;' href='javascript:'><img src='/_layouts/15/1033/images/next.gif' border='0' alt='Next'></a></td></tr></table>", "/tintuc/default.aspx", 1, "PageFirstRow=31 p_ID=77"),
    ("sharepoint-bootstrap", "<ul class='pagination'><li><a class='page-link' aria-label='Next' href='javascript:void(0)' onclick='RefreshPageTo(event, \"/tin/Pages/ds.aspx?Paged=TRUE&p_ID=9&PageFirstRow=16\"); return false;'><span aria-hidden='true'>&raquo;</span><span class='sr-only'>Next</span></a></li></ul>", "/tin/Pages/ds.aspx", 1, "PageFirstRow=16"),
    ("sharepoint-absolute", "<td id='pagingWPQ2next'><a href='javascript:' onclick='RefreshPageTo(event, \"https:\\u002f\\u002fmau.gov.vn\\u002ftin\\u002fallitems.aspx?Paged=TRUE\\u0026PageFirstRow=101\");'><span class='ms-promlink-button-image'><img src='/_layouts/15/images/spcommon.png' alt='Tiếp'></span></a></td>", "/tin/allitems.aspx", 1, "PageFirstRow=101"),
    ("plone-next-only", "<div class='listingBar'><span class='next'><a href='/tin/view?b_start:int=15'>15 mục tiếp theo »</a></span></div>", "/tin/view", 1, "b_start:int=15"),
    ("plone-numbers", "<nav class='pagination'><ul><li class='active'><span>1</span></li><li><a href='/tin?b_start:int=30'>2</a></li><li><a href='/tin?b_start:int=60'>3</a></li><li class='next'><a href='/tin?b_start:int=30'><span class='label'>Kế tiếp</span><span class='arrow'></span></a></li></ul></nav>", "/tin", 1, "b_start:int=30"),
    # frameworks
    ("laravel-bootstrap", "<ul class='pagination' role='navigation'><li class='page-item disabled' aria-disabled='true' aria-label='« Previous'><span class='page-link' aria-hidden='true'>&lsaquo;</span></li><li class='page-item active' aria-current='page'><span class='page-link'>1</span></li><li class='page-item'><a class='page-link' href='https://mau.gov.vn/tin-tuc?page=2'>2</a></li><li class='page-item'><a class='page-link' href='https://mau.gov.vn/tin-tuc?page=2' rel='next' aria-label='Next »'>&rsaquo;</a></li></ul>", "/tin-tuc", 1, "page=2"),
    ("laravel-tailwind-svg", "<nav role='navigation' aria-label='Pagination Navigation'><p>Showing <span>1</span> to <span>15</span> of <span>120</span> results</p><span aria-current='page'><span>1</span></span><a href='/tin-tuc?page=2' aria-label='Go to page 2'>2</a><a href='/tin-tuc?page=2' rel='next' aria-label='Next &amp;raquo;'><svg><path d='M7'/></svg></a></nav>", "/tin-tuc", 1, "page=2"),
    ("laravel-simple", "<nav><a href='/tin-tuc?page=2' rel='next'>pagination.next</a></nav>", "/tin-tuc", 1, "page=2"),
    ("pagedlist", "<div class='pagination-container'><ul class='pagination'><li class='active'><a>1</a></li><li><a href='/tin?page=2'>2</a></li><li><a href='/tin?page=3'>3</a></li><li class='disabled PagedList-ellipses'><a>&#8230;</a></li><li class='PagedList-skipToNext'><a href='/tin?page=2' rel='next'>»</a></li><li class='PagedList-skipToLast'><a href='/tin?page=18'>»»</a></li></ul></div>", "/tin", 1, "page=2"),
    ("pagedlist-last-first", "<ul class='pagination'><li class='PagedList-skipToLast'><a href='/tin?page=18'>»»</a></li><li class='PagedList-skipToNext'><a href='/tin?page=5'>»</a></li></ul>", "/tin?page=4", 4, "page=5"),
    ("yii", "<ul class='yiiPager'><li class='page selected'><a href='/tin/index'>1</a></li><li class='page'><a href='/tin/index?page=2'>2</a></li><li class='next'><a href='/tin/index?page=2'>Tiếp &gt;</a></li><li class='last'><a href='/tin/index?page=12'>Cuối &gt;&gt;</a></li></ul>", "/tin/index", 1, "page=2"),
    ("yii2-data-page", "<ul class='pagination'><li class='prev disabled'><span>&laquo;</span></li><li class='active'><a href='/tin?page=1' data-page='0'>1</a></li><li><a href='/tin?page=2' data-page='1'>2</a></li><li class='next'><a href='/tin?page=2' data-page='1'>&raquo;</a></li></ul>", "/tin", 1, "page=2"),
    ("django", "<span class='step-links'><span class='current'>Trang 2 trên 5.</span> <a href='?page=3'>tiếp</a> <a href='?page=5'>cuối &raquo;</a></span>", "/tin?page=2", 2, "page=3"),
    ("codeigniter", "&nbsp;<strong>2</strong>&nbsp;<a href='/tin/20' data-ci-pagination-page='3'>3</a>&nbsp;<a href='/tin/30'>4</a><a href='/tin/20' rel='next'>&gt;</a>", "/tin/10", 2, "/tin/20"),
    ("codeigniter-last-first", "<a href='/tin/80'>&gt;&gt;</a> <a href='/tin/10'>&gt;</a>", "/tin", 1, "/tin/10"),
    ("cakephp", "<ul class='pagination'><li class='active'><a href=''>1</a></li><li><a href='/tin/index/page:2'>2</a></li><li class='next'><a rel='next' href='/tin/index/page:2'>sau ></a></li></ul>", "/tin/index", 1, "page:2"),
    ("symfony-knp", "<div class='pagination'><span class='current'>1</span><span class='page'><a href='/tin?page=2'>2</a></span><span class='next'><a rel='next' href='/tin?page=2'>Sau&nbsp;&raquo;</a></span><span class='last'><a href='/tin?page=9'>&gt;&gt;</a></span></div>", "/tin", 1, "page=2"),
    ("rails-kaminari", "<nav class='pagination'><span class='page current'>1</span><span class='page'><a rel='next' href='/tin?page=2'>2</a></span><span class='next'><a rel='next' href='/tin?page=2'>Tiếp &rsaquo;</a></span></nav>", "/tin", 1, "page=2"),
    ("typo3", "<ul class='f3-widget-paginator'><li class='current'>1</li><li><a href='/tin/trang-2'>2</a></li><li class='next'><a href='/tin/trang-2'>kế</a></li></ul>", "/tin", 1, "trang-2"),
    ("livewire", "<button type='button' wire:click=\"gotoPage(2, 'trang')\" aria-label='Go to page 2'>2</button>", "/tin", 1, "trang=2"),
    ("htmx", "<div class='load-more'><button hx-get='/tin?page=2' hx-swap='outerHTML'>Xem thêm</button></div>", "/tin", 1, "page=2"),
    ("htmx-revealed", "<li hx-get='/tin?page=2' hx-trigger='revealed' class='load-more'></li>", "/tin", 1, "page=2"),
    ("mvc-unobtrusive", "<a class='page-link' data-ajax='true' data-ajax-mode='replace' data-ajax-update='#ds' href='/tin?trang=2'>2</a>", "/tin", 1, "trang=2"),
    ("spring-thymeleaf", "<ul class='pagination'><li class='page-item active'><span>1</span></li><li class='page-item'><a href='/tin?page=1&size=10'>2</a></li><li class='page-item'><a href='/tin?page=2&size=10'>3</a></li></ul>", "/tin", 1, "page=1"),
    ("displaytag", "<span class='pagelinks'>[Đầu/Trước] <strong>1</strong>, <a href='/tin.do?d-16544-p=2'>2</a>, <a href='/tin.do?d-16544-p=3'>3</a> [<a href='/tin.do?d-16544-p=2'>Tiếp</a>/<a href='/tin.do?d-16544-p=9'>Cuối</a>]</span>", "/tin.do", 1, "d-16544-p=2"),
    ("websphere", "<div class='wpsPagingTable'>Trang 1 / 4 <a href='/wps/portal/tin/!ut/p/c5/?WCM_Page.ab=2'><img src='/wps/next.gif' alt='Trang tiếp theo'></a></div>", "/wps/portal/tin/!ut/p/c5/", 1, "WCM_Page.ab=2"),
    # VHV and newspapers
    ("vhv", "<div class='wrapper-pagination'><ul class='pagination'><li class='active'><a>1</a></li><li><a href='/tin-tuc-c217-2.html'>2</a></li><li class='next-pages'><a href='/tin-tuc-c217-2.html'><i class='fa fa-chevron-right'></i></a></li></ul></div>", "/tin-tuc-c217-1.html", 1, "c217-2.html"),
    ("vhv-query", "<ul class='pagination'><li><span>1</span></li><li><a href='/tin-tuc.html?page=2'>2</a></li></ul>", "/tin-tuc.html", 1, "page=2"),
    ("paper-trang", "<a class='active' href='/thoi-su.htm'>1</a><a href='/thoi-su/trang-2.htm'>2</a><a href='/thoi-su/trang-2.htm' title='Trang kế'>❯</a>", "/thoi-su.htm", 1, "trang-2.htm"),
    ("paper-p", "<div class='button-page'><a class='btn-page next-page' href='/thoi-su-p2'><svg class='ic'><use xlink:href='#Right'></use></svg></a></div>", "/thoi-su", 1, "thoi-su-p2"),
    ("paper-zero", "<ul><li class='active'><a href='/thoi-su-page0'>1</a></li><li><a href='/thoi-su-page1'>2</a></li><li><a href='/thoi-su-page2'>3</a></li></ul>", "/thoi-su", 1, "thoi-su-page1"),
    ("paper-relative", "<a href='p1'>1</a><a href='p2'>2</a><a href='p30'>&gt;&gt;&gt;</a>", "/thoi-su/", 1, "/thoi-su/p2"),
    ("vccorp", "<input type='hidden' name='hdZoneId' id='hdZoneId' value='102145'><div class='list__viewmore'><a href='javascript:;' rel='nofollow' title='Xem thêm'>Xem thêm</a></div>", "/chinh-tri.htm", 1, "/timelinelist/102145/2.htm"),
    ("vccorp-chn", "<input type='hidden' id='hdZoneId' value='18831'><a class='btn-viewmore' href='javascript:;'>Xem thêm</a>", "/vi-mo.chn", 1, "/timelinelist/18831/2.chn"),
    ("epi", "<div class='pager-cate'><a href='/vi/tin/trang2/'>Trang 2</a><a href='/vi/tin/trang3/'>Trang 3</a></div>", "/vi/tin/", 1, "trang2"),
    # labels and places
    ("bracketed", "[1] <a href='/tin.asp?trang=2'>[2]</a> <a href='/tin.asp?trang=3'>[3]</a>", "/tin.asp", 1, "trang=2"),
    ("trang-n", "<b>Trang 1</b> | <a href='/tin?p=2'>Trang 2</a> | <a href='/tin?p=3'>Trang 3</a>", "/tin", 1, "p=2"),
    ("two-digits", "<span>01</span> <a href='/tin?pg=2'>02</a> <a href='/tin?pg=3'>03</a>", "/tin", 1, "pg=2"),
    ("dashed", "<span>- 1 -</span><a href='/tin?pageno=2'>- 2 -</a>", "/tin", 1, "pageno=2"),
    ("dot", "<a href='/tin?page=1'>1.</a> <a href='/tin?page=2'>2.</a>", "/tin", 1, "page=2"),
    ("current-in-bold", "Trang: <b>3</b> <a href='/tin?page=4'>4</a> <a href='/tin?page=1'>1</a> <a href='/tin?page=2'>2</a>", "/tin?page=3", 3, "page=4"),
    ("current-without-href", "<a>1</a><a href='/tin?page=2'>2</a><a href='/tin?page=3'>3</a>", "/tin", 1, "page=2"),
    ("current-by-address", "<a href='/tin?page=4'>4</a><a href='/tin?page=5'>5</a><a href='/tin?page=6'>6</a>", "/tin?page=5", 5, "page=6"),
    ("mark-beats-count", "<a href='/tin?page=10'>10</a><span class='hien-tai active'>11</span><a href='/tin?page=12'>12</a><a href='/tin?page=2'>2</a>", "/tin", 1, "page=12"),
    ("ke-tiep", "<a href='/tin?trang=2'>Kế tiếp</a>", "/tin", 1, "trang=2"),
    ("trang-ke", "<a href='/tin?trang=2'>Trang kế</a>", "/tin", 1, "trang=2"),
    ("xem-tiep", "<a href='/tin?trang=2'>Xem tiếp »</a>", "/tin", 1, "trang=2"),
    ("cu-hon", "<a href='/tin?trang=2'>Cũ hơn</a>", "/tin", 1, "trang=2"),
    ("tin-cu-hon", "<a href='/tin?trang=2'>Các tin cũ hơn &gt;&gt;</a>", "/tin", 1, "trang=2"),
    ("tiep-arrow", "<a href='/tin?trang=2'>Tiếp »</a>", "/tin", 1, "trang=2"),
    ("sau-double", "<a href='/tin?trang=1'>&lt;&lt; Trước</a> <a href='/tin?trang=3'>Sau &gt;&gt;</a>", "/tin?trang=2", 2, "trang=3"),
    ("next-english", "<a href='/en/news?page=2'>Next page</a>", "/en/news", 1, "page=2"),
    ("guillemet", "<a href='/tin?page=2'>»</a>", "/tin", 1, "page=2"),
    ("heavy-angle", "<a href='/tin?page=2'>❯</a>", "/tin", 1, "page=2"),
    ("long-arrow", "<a href='/tin?page=2'>⟶</a>", "/tin", 1, "page=2"),
    ("angle-and-guillemet", "<a href='/tin?page=44'>»</a><a href='/tin?page=2'>›</a>", "/tin", 1, "page=2"),
    ("bar-last", "<a href='/tin?page=44'>&gt;|</a><a href='/tin?page=2'>&gt;</a>", "/tin", 1, "page=2"),
    ("icon-class", "<a href='/tin?page=2'><i class='fas fa-chevron-right'></i></a>", "/tin", 1, "page=2"),
    ("icon-double-is-last", "<a href='/tin?page=44'><i class='fa fa-angle-double-right'></i></a><a href='/tin?page=2'><i class='fa fa-angle-right'></i></a>", "/tin", 1, "page=2"),
    ("icon-title", "<a href='/tin?page=44' title='Trang cuối' class='ico'></a><a href='/tin?page=2' title='Trang kế tiếp' class='ico'></a>", "/tin", 1, "page=2"),
    ("material-icon", "<a href='/tin?page=2'><i class='material-icons'>chevron_right</i></a>", "/tin", 1, "page=2"),
    ("image-alt", "<a href='/tin?page=2'><img src='/anh/m.png' alt='Trang sau'></a>", "/tin", 1, "page=2"),
    ("image-file", "<a href='/tin?page=44'><img src='/img/last.gif'></a><a href='/tin?page=2'><img src='/img/btn-next.gif'></a>", "/tin", 1, "page=2"),
    ("svg-title", "<a href='/tin?page=2'><svg><title>Trang tiếp</title><path d=''/></svg></a>", "/tin", 1, "page=2"),
    ("aria-on-arrow", "<a aria-label='Trang cuối' href='/tin?page=9'>›</a><a aria-label='Trang sau' href='/tin?page=2'>»</a>", "/tin", 1, "page=2"),
    ("parent-class", "<ul><li class='last'><a href='/tin?page=9'>»</a></li><li class='next'><a href='/tin?page=2'>»</a></li></ul>", "/tin", 1, "page=2"),
    ("block-get", "<b>10</b> <a href='/tin?page=9'>9</a> <a href='/tin?page=11'>...</a>", "/tin?page=10", 10, "page=11"),
    ("block-only-forward", "<a href='/tin?page=10'>...</a> <span class='current'>11</span> <a href='/tin?page=12'>12</a> <a href='/tin?page=21'>…</a>", "/tin?page=11", 11, "page=12"),
    ("gap", "<span>2</span> <a href='/tin?page=1'>1</a> … <a href='/tin?page=8'>8</a> <a href='/tin?page=9'>9</a>", "/tin?page=2", 2, "page=3"),
    ("position-and-arrow", "<span>Trang 4/12</span> <a href='/tin?page=3'>&lt;</a> <a href='/tin?page=5'>&gt;</a>", "/tin?page=4", 4, "page=5"),
    ("split-position", "<p>Trang: <span>1</span> của <span>3</span></p><span class='forward'><a href='/tin?page=2'>&nbsp;</a></span>", "/tin", 1, "page=2"),
    ("date-in-path", "<a href='/tin/2026/trang-2'>2</a><a href='/tin/2026/trang-3'>3</a>", "/tin/2026", 1, "trang-2"),
    ("path-number", "<ul class='phan-trang'><li class='active'>1</li><li><a href='/tin/2'>2</a></li><li><a href='/tin/3'>3</a></li></ul>", "/tin", 1, "/tin/2"),
    ("first-row", "<a href='/tin?startrow=1'>1</a> <a href='/tin?startrow=11'>2</a> <a href='/tin?startrow=21'>3</a>", "/tin", 1, "startrow=11"),
    ("repeated-number", "<a href='/tin/trang-2?p=2'>2</a><a href='/tin/trang-3?p=3'>3</a>", "/tin", 1, "trang-2?p=2"),
    ("base-href", "<base href='https://mau.gov.vn/cong/'><span>1</span><a href='tin?page=2'>2</a>", "/cong/tin", 1, "/cong/tin?page=2"),
    ("uppercase", "<A HREF='/tin.ASP?Page=2'>NEXT</A>", "/tin.ASP", 1, "Page=2"),
    # scripts that name an address
    ("onclick-location", "<span>1</span><a href='#' onclick=\"location.href='/tin?page=2'\">2</a>", "/tin", 1, "page=2"),
    ("button-onclick", "<button type='button' onclick=\"window.location='/tin?page=2'\">Trang sau</button>", "/tin", 1, "page=2"),
    ("onclick-concatenated", "<a href='javascript:;' onclick=\"window.location.href='/tin?trang=' + 2\">2</a>", "/tin", 1, "trang=2"),
    ("li-onclick", "<ul class='paging'><li class='on'>1</li><li onclick=\"goUrl('/tin?page=2')\">2</li></ul>", "/tin", 1, "page=2"),
    ("data-url", "<div class='box-more'><a href='javascript:void(0)' data-url='/tin?page=2'>Tải thêm tin</a></div>", "/tin", 1, "page=2"),
    ("data-href", "<button class='load-more' data-href='/ajax/tin?page=2'>Xem thêm</button>", "/tin", 1, "/ajax/tin?page=2"),
    ("data-page-own-address", "<ul class='pagination'><li class='active'><a href='#' data-page='1'>1</a></li><li><a href='#' data-page='2'>2</a></li></ul>", "/tin?page=1", 1, "page=2"),
    ("entity-quotes", "<a href='javascript:void(0)' onclick='tai(&amp;quot;/tin?page=2&amp;quot;)'>2</a>", "/tin", 1, "page=2"),
    # selects and boxes
    ("select-urls", "<select onchange='location=this.value'><option value='/tin?page=1' selected>1</option><option value='/tin?page=2'>2</option><option value='/tin?page=3'>3</option></select>", "/tin", 1, "page=2"),
    ("select-form", "<form action='/tin' method='get'><input type='hidden' name='cm' value='7'><select name='trang' onchange='this.form.submit()'><option value='1'>Trang 1</option><option value='2' selected>Trang 2</option><option value='3'>Trang 3</option></select></form>", "/tin?cm=7&trang=2", 2, "cm=7 trang=3"),
    ("select-concatenated", "Trang <select onchange=\"location.href='/tin?page='+this.value\"><option>1</option><option>2</option></select>", "/tin", 1, "page=2"),
    ("box-get", "<form method='get' action='/van-ban'><input type='hidden' name='loai' value='3'>Đến trang <input type='text' name='pageNumber' value='4'> trên 12 <input type='submit' value='Đi'></form>", "/van-ban?loai=3&pageNumber=4", 4, "loai=3 pageNumber=5"),
    ("box-number", "<form action='/tin'><label>Trang</label> <input type='number' name='page' value='1'><span>/ 20</span></form>", "/tin", 1, "page=2"),
    ("get-submit", "<form action='/tin' method='get'><input type='hidden' name='page' value='2'><button>Trang sau</button></form>", "/tin", 1, "page=2"),
    # more labels and places of the same kinds
    ("two-languages", "<a href='/tin?page=2'>Trang sau / Next page</a>", "/tin", 1, "page=2"),
    ("arrow-and-sr-only", "<a href='/tin?page=2'><span aria-hidden='true'>»</span><span class='sr-only'>Next</span></a>", "/tin", 1, "page=2"),
    ("comma-separated", "1, <a href='/tin?page=2'>2,</a> <a href='/tin?page=3'>3</a>", "/tin", 1, "page=2"),
    ("bitrix", "<b>1</b><a href='/tin/?PAGEN_1=2'>2</a><a href='/tin/?PAGEN_1=3'>3</a>", "/tin/", 1, "PAGEN_1=2"),
    ("matrix-path", "<a href='/tin/p/2'>2</a><a href='/tin/p/3'>3</a>", "/tin", 1, "/tin/p/2"),
    ("path-html", "<span>1</span><a href='/tin/2.html'>2</a>", "/tin.html", 1, "/tin/2.html"),
    ("dash-number", "<span>1</span><a href='/tin-2.html'>2</a><a href='/tin-3.html'>3</a>", "/tin.html", 1, "/tin-2.html"),
    ("first-page-is-the-list", "<a href='/tin'>1</a> <a href='/tin?page=2'>2</a> <a href='/tin?page=3'>3</a>", "/tin", 1, "page=2"),
    ("link-to-itself-is-the-mark", "<a href='/tin?page=1'>1</a> <a href='/tin?page=2'>2</a> <a href='/tin?page=3'>3</a>", "/tin?page=2", 2, "page=3"),
    ("button-address", "<input type='button' value='Trang sau' onclick=\"location.href='?page=2'\">", "/tin", 1, "page=2"),
    ("load-more-offset", "<a class='more' href='/tin?offset=10'>Xem thêm tin</a>", "/tin", 1, "offset=10"),
    ("load-more-path", "<a href='/tin/page/2'>Tải thêm</a>", "/tin", 1, "/tin/page/2"),
    ("load-more-in-english", "<a class='loadmore' href='/en/news?page=2'>Load more news</a>", "/en/news", 1, "page=2"),
    ("sentinel", "<div class='cuoi-ds' data-next-url='/tin?page=2'></div>", "/tin", 1, "page=2"),
    ("home", "<span>1</span><a href='/?page=2'>2</a>", "/", 1, "/?page=2"),
    ("home-path", "<a href='/page/2/'>Cũ hơn</a>", "/", 1, "/page/2/"),
    ("list-under-another-path", "<span>1</span><a href='/danh-muc/tin-trong-tinh?trang=2'>2</a><a href='/danh-muc/tin-trong-tinh?trang=3'>3</a>", "/tin", 1, "trang=2"),
    ("noscript", "<noscript><a href='/tin?page=2'>Trang sau</a></noscript>", "/tin", 1, "page=2"),
    ("li-around-a-bare-link", "<ul class='paging'><li class='on'><a>1</a></li><li onclick=\"goUrl('/tin?page=2')\"><a>2</a></li></ul>", "/tin", 1, "page=2"),
    ("hidden-page-field", "<form name='f' action='/tin.do'><input type='hidden' name='pageIndex' value='1'></form><a href='#' onclick='fnPage(2);return false;'>2</a><a href='#' onclick='fnPage(3);return false;'>3</a>", "/tin.do", 1, "pageIndex=2"),
    ("summary-with-count", "<b>Trang 1/9 (88 tin)</b> <a href='/tin?page=2'>»</a>", "/tin", 1, "page=2"),
    ("base-and-livewire", "<base href='https://mau.gov.vn/'><button wire:click=\"gotoPage(2, 'page')\">2</button>", "/cong/tin", 1, "/cong/tin?page=2"),
    ("ellipsis-in-a-span", "<span>5</span><a href='/tin?page=6'>...</a><a href='/tin?page=30'>30</a><a href='/tin?page=4'>4</a>", "/tin?page=5", 5, "page=6"),
    ("next-is-an-input-image-get", "<form action='/tin' method='get'><input type='hidden' name='trang' value='2'><input type='image' src='/i/next.png' alt='Trang sau'></form>", "/tin", 1, "trang=2"),
]  # fmt: skip

POST = [
    ("gridview", "<span>1</span><a href=\"javascript:__doPostBack('ctl00$gv','Page$2')\">2</a><a href=\"javascript:__doPostBack('ctl00$gv','Page$3')\">3</a>", "/l.aspx", 1, "__EVENTTARGET=ctl00$gv __EVENTARGUMENT=Page$2 __VIEWSTATE=dDw __EVENTVALIDATION=ok"),
    ("gridview-block", "<a href=\"javascript:__doPostBack('gv','Page$8')\">8</a><a href=\"javascript:__doPostBack('gv','Page$9')\">9</a><span>10</span><a href=\"javascript:__doPostBack('gv','Page$11')\">...</a>", "/l.aspx", 10, "Page$11"),
    ("gridview-block-count-lost", "<a href=\"javascript:__doPostBack('gv','Page$10')\">...</a><span>11</span><a href=\"javascript:__doPostBack('gv','Page$12')\">12</a><a href=\"javascript:__doPostBack('gv','Page$21')\">...</a>", "/l.aspx", 3, "Page$12"),
    ("gridview-next-previous", "<a href=\"javascript:__doPostBack('gv','Page$Prev')\">&lt;</a><a href=\"javascript:__doPostBack('gv','Page$Last')\">&gt;</a><a href=\"javascript:__doPostBack('gv','Page$Next')\">&gt;</a>", "/l.aspx", 2, "Page$Next"),
    ("datagrid", "<span>1</span>&nbsp;<a href=\"javascript:__doPostBack('dg$ctl24$ctl01','')\">2</a>&nbsp;<a href=\"javascript:__doPostBack('dg$ctl24$ctl02','')\">3</a>", "/l.aspx", 1, "__EVENTTARGET=dg$ctl24$ctl01"),
    ("datapager", "<span id='dp'><a class='aspNetDisabled'>Đầu</a><span class='trang-ht'>2</span>&nbsp;<a href=\"javascript:__doPostBack('lv$dp$ctl01$ctl02','')\">3</a>&nbsp;<a href=\"javascript:__doPostBack('lv$dp$ctl02$ctl00','')\">Tiếp</a></span>", "/l.aspx", 2, "__EVENTTARGET=lv$dp$ctl01$ctl02"),
    ("datapager-block", "<span id='dp'><a href=\"javascript:__doPostBack('dp$ctl01$ctl03','')\">4</a><span>5</span><a href=\"javascript:__doPostBack('dp$ctl01$ctl05','')\">...</a></span>", "/l.aspx", 5, "dp$ctl01$ctl05"),
    ("repeater", "<a class='aspNetDisabled active'>1</a><a href=\"javascript:__doPostBack('ctl00$rptTrang$ctl01$lbTrang','')\">2</a><a href=\"javascript:__doPostBack('ctl00$rptTrang$ctl02$lbTrang','')\">3</a>", "/l.aspx", 1, "ctl00$rptTrang$ctl01$lbTrang"),
    ("linkbutton-word", "<a id='lbNext' href=\"javascript:__doPostBack('ctl00$lbNext','')\">Trang sau</a>", "/l.aspx", 1, "__EVENTTARGET=ctl00$lbNext"),
    ("linkbutton-arrow-word", "<a href=\"javascript:__doPostBack('ctl00$lbNext','')\">Tiếp theo »</a>", "/l.aspx", 1, "ctl00$lbNext"),
    ("linkbutton-greater", "<a href=\"javascript:__doPostBack('ctl00$lbLast','')\">&gt;&gt;</a><a href=\"javascript:__doPostBack('ctl00$lbNext','')\">&gt;</a>", "/l.aspx", 1, "ctl00$lbNext"),
    ("double-quotes", "<span>1</span><a href='javascript:__doPostBack(\"pg\",\"2\")'>2</a>", "/l.aspx", 1, "__EVENTTARGET=pg __EVENTARGUMENT=2"),
    ("entity-quotes", "<a href='#' onclick='__doPostBack(&amp;#39;pg&amp;#39;,&amp;#39;2&amp;#39;);return false;'>2</a>", "/l.aspx", 1, "__EVENTTARGET=pg __EVENTARGUMENT=2"),
    ("percent-quotes", "<a href='javascript:__doPostBack(%27pg%27,%272%27)'>2</a>", "/l.aspx", 1, "__EVENTTARGET=pg __EVENTARGUMENT=2"),
    ("with-options", "<a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;ctl00$lb2&quot;, &quot;&quot;, true, &quot;&quot;, &quot;&quot;, false, true))'>Trang 2</a>", "/l.aspx", 1, "__EVENTTARGET=ctl00$lb2"),
    ("bracketed-postback", "[1] <a href=\"javascript:__doPostBack('pg','p2')\">[2]</a> <a href=\"javascript:__doPostBack('pg','p3')\">[3]</a>", "/l.aspx", 1, "__EVENTARGUMENT=p2"),
    ("onclick-postback", "<td onclick=\"__doPostBack('pg','1')\">2</td>", "/l.aspx", 1, "__EVENTTARGET=pg __EVENTARGUMENT=1"),
    ("set-timeout", "<a href='#' onclick=\"setTimeout('__doPostBack(\\'pg\\',\\'2\\')', 0)\">2</a>", "/l.aspx", 1, "__EVENTTARGET=pg __EVENTARGUMENT=2"),
    ("dnn-paging", "<span>[1]</span>&nbsp;<a href=\"javascript:__doPostBack('dnn$ctr412$pg','Page_2')\">2</a>&nbsp;<a href=\"javascript:__doPostBack('dnn$ctr412$pg','Page_2')\">Sau</a>&nbsp;<a href=\"javascript:__doPostBack('dnn$ctr412$pg','Page_7')\">Cuối</a>", "/tin", 1, "dnn$ctr412$pg Page_2"),
    ("aspnetpager", "<div id='AspNetPager1'><a disabled='disabled'>Trang đầu</a><a href=\"javascript:__doPostBack('AspNetPager1','2')\">Trang sau</a><a href=\"javascript:__doPostBack('AspNetPager1','30')\">Trang cuối</a></div>", "/l.aspx", 1, "AspNetPager1 __EVENTARGUMENT=2"),
    ("sharepoint-webpart", "<div class='paging'><a href=\"javascript:__doPostBack('ctl00$m$g_ab$ctl00$pager','2')\">2</a></div>", "/pages/tin.aspx", 1, "ctl00$m$g_ab$ctl00$pager"),
    ("radgrid-numbers", "<div class='rgWrap rgNumPart'><a class='rgCurrentPage' onclick='return false;' href=\"javascript:__doPostBack('rg$ctl00$ctl03$ctl01$ctl05','')\"><span>1</span></a><a href=\"javascript:__doPostBack('rg$ctl00$ctl03$ctl01$ctl07','')\"><span>2</span></a></div><div class='rgWrap rgArrPart2'><input type='submit' name='rg$n' value=' ' class='rgPageNext'><input type='submit' name='rg$l' value=' ' class='rgPageLast'></div>", "/l.aspx", 1, "rg$ctl00$ctl03$ctl01$ctl07"),
    ("radgrid-arrows", "<div class='rgWrap rgArrPart2'><input type='submit' name='rg$l' value=' ' title='Trang cuối' class='rgPageLast'><input type='submit' name='rg$n' value=' ' title='Trang tiếp theo' class='rgPageNext'></div>", "/l.aspx", 1, "rg$n= __VIEWSTATE=dDw"),
    ("raddatapager", "<div class='rdpWrap rdpArrPart2'><input type='button' name='rdp$n' value=' ' onclick=\"javascript:__doPostBack('rdp$n','')\" class='rdpPageNext'></div>", "/l.aspx", 1, "__EVENTTARGET=rdp$n"),
    ("aspxpager", "<b class='dxp-num dxp-current'>[2]</b><a class='dxp-num' onclick=\"__doPostBack('pg','PN2')\">3</a><a class='dxp-button' onclick=\"__doPostBack('pg','PBL')\"><img alt='Last'></a><a class='dxp-button' onclick=\"__doPostBack('pg','PBN')\"><img alt='Next'></a>", "/l.aspx", 2, "PN2"),
    ("aspxpager-arrow", "<b class='dxp-lead dxp-summary'>Trang 1 / 9</b><a class='dxp-button dxp-bi' onclick=\"__doPostBack('pg','PBN')\"><img class='dxWeb_pNext' src='x.gif'></a>", "/l.aspx", 1, "PBN"),
    ("image-button", "<input type='image' name='ctl00$ibLast' src='/i/last.gif' alt='Trang cuối'><input type='image' name='ctl00$ibNext' src='/i/n.gif' alt='Trang sau'>", "/l.aspx", 1, "ctl00$ibNext.x="),
    ("image-button-file", "<input type='image' name='ib1' src='/images/icon_next.png'>", "/l.aspx", 1, "ib1.x= ib1.y="),
    ("submit-word", "<input type='submit' name='btnSau' value='Trang sau'>", "/l.aspx", 1, "btnSau=Trang sau"),
    ("submit-numbers", "<input type='submit' name='btn1' value='1' class='active'><input type='submit' name='btn2' value='2'><input type='submit' name='btn3' value='3'>", "/l.aspx", 1, "btn2=2"),
    ("button-arrow", "<button type='submit' name='nut' value='sau'>›</button>", "/l.aspx", 1, "nut=sau"),
    ("dropdown", "Trang: <select name='ctl00$ddl' onchange=\"javascript:setTimeout('__doPostBack(\\'ctl00$ddl\\',\\'\\')', 0)\"><option value='0'>1</option><option selected value='1'>2</option><option value='2'>3</option></select>", "/l.aspx", 2, "__EVENTTARGET=ctl00$ddl ctl00$ddl=2"),
    ("textbox", "Trang <input name='ctl00$txtTrang' type='text' value='3'> / 15 <input type='submit' name='ctl00$btnDi' value='Đi'>", "/l.aspx", 3, "ctl00$txtTrang=4 ctl00$btnDi=Đi"),
    ("script-form", "<a href='#' onclick='document.frmTin.trang.value=2;document.frmTin.submit();'>2</a><a href='#' onclick='document.frmTin.trang.value=3;document.frmTin.submit();'>3</a>", "/tin.jsp", 1, "trang=2"),
    ("update-panel", "<div id='UpdatePanel1'><span class='chon'>1</span><a href=\"javascript:__doPostBack('ctl00$pt$ctl01','')\">2</a></div>", "/l.aspx", 1, "ctl00$pt$ctl01"),
    ("span-onclick", "<span class='so' onclick=\"__doPostBack('pg','2')\">2</span>", "/l.aspx", 1, "__EVENTARGUMENT=2"),
    ("icon-linkbutton", "<a title='Trang sau' href=\"javascript:__doPostBack('ctl00$lbN','')\"><i class='fa fa-angle-right'></i></a>", "/l.aspx", 1, "ctl00$lbN"),
    ("icon-linkbutton-class", "<a href=\"javascript:__doPostBack('ctl00$lbL','')\"><i class='fa fa-angle-double-right'></i></a><a href=\"javascript:__doPostBack('ctl00$lbN','')\"><i class='fa fa-angle-right'></i></a>", "/l.aspx", 1, "ctl00$lbN"),
    ("dropdown-words", "<select name='ddl' onchange=\"__doPostBack('ddl','')\"><option selected value='1'>Trang 1</option><option value='2'>Trang 2</option></select>", "/l.aspx", 1, "ddl=2"),
    ("post-form-for-each-page", "<form action='/tin' method='post'><input type='hidden' name='page' value='2'><button>Trang sau</button></form>", "/tin", 1, "page=2"),
    ("load-more-postback", "<a class='btn-xem-them' href=\"javascript:__doPostBack('ctl00$lbThem','')\">Xem thêm</a>", "/l.aspx", 1, "ctl00$lbThem"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "path", "number", "expected"), [row[1:] for row in GET], ids=[row[0] for row in GET]
)
def test_pagers_by_get(markup: str, path: str, number: int, expected: str) -> None:
    found = find(page(markup), path, number)
    got = first(found)
    assert all(part in got for part in expected.split()), (got, found)
    assert found.candidates[0].link.page == number + 1
    assert not found.is_last


@pytest.mark.parametrize(
    ("markup", "path", "number", "expected"),
    [row[1:] for row in POST],
    ids=[row[0] for row in POST],
)
def test_pagers_by_post(markup: str, path: str, number: int, expected: str) -> None:
    found = find(page(markup, posted=True), path, number)
    got = first(found)
    assert got.startswith(f"POST https://mau.gov.vn{path}"), (got, found)
    assert all(part in got for part in expected.split()), (got, found)
    assert not found.is_last
