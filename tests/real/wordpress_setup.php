<?php
// Installs WordPress in the folder that is the first argument and fills it with the articles of the
// JSON file that is the second one; the third is the site's address.
[, $folder, $file, $address] = $argv;
$_SERVER['HTTP_HOST'] = parse_url($address, PHP_URL_HOST) . ':' . parse_url($address, PHP_URL_PORT);
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_URI'] = '/';
define('WP_INSTALLING', true);
require "$folder/wp-load.php";
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Cổng thông tin điện tử huyện Mẫu', 'quantri', 'a@example.vn', true, '', 'mat-khau', 'vi');
update_option('permalink_structure', '/%postname%/');
update_option('posts_per_page', 3);
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('date_format', 'd/m/Y');
wp_delete_post(1, true);
wp_delete_post(2, true);
$sections = [];
foreach (json_decode(file_get_contents($file), true) as $article) {
    $section = $article['section'];
    $sections[$section] ??= wp_insert_term($section, 'category', ['slug' => sanitize_title($section)])['term_id'];
    $number = wp_insert_post([
        'post_title' => $article['title'],
        'post_content' => $article['html'],
        'post_date' => $article['published'],
        'post_status' => 'publish',
        'post_author' => 1,
        'post_name' => $article['slug'],
        'post_category' => [$sections[$section]],
    ], true);
    if (is_wp_error($number)) {
        fwrite(STDERR, $number->get_error_message());
        exit(1);
    }
}
// The next request makes the rules anew, with the categories that this process registered too early.
delete_option('rewrite_rules');
