<?php
// What NukeViet's .htaccess does under Apache: files as they are, everything else to index.php.
$folder = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (str_ends_with($path, '/') && is_file("$folder{$path}index.php")) {
    $path .= 'index.php';
}
if (is_file($folder . $path) && !str_ends_with($path, '.php')) {
    return false;
}
if ($path === '/robots.txt') {
    $path = '/robots.php';
}
if (!is_file($folder . $path)) {
    $path = '/index.php';
}
$_SERVER['HTTP_SUPPORT_REWRITE'] = 'on';
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
$_SERVER['SCRIPT_FILENAME'] = $folder . $path;
unset($_SERVER['PATH_INFO']);
chdir(dirname($folder . $path));
require $folder . $path;
