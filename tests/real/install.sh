#!/bin/sh
# Installs from Debian and PyPI what the tests below tests/real need, as far as it can, and names on
# standard error what it could not. The argument is the folder of pywb's own environment.
pywb=$1
packages="chromium git httrack libreoffice-calc-nogui mariadb-client-core mariadb-server-core
php-cli php-curl php-gd php-intl php-mbstring php-mysql php-xml php-zip r-base-core wget
wordpress wordpress-l10n wordpress-theme-twentytwentythree"

missing=
for package in $packages; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  # Servers that come along as dependencies are not started: the tests start their own.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
  fi
  apt-get update -q >/dev/null || echo "make real: apt-get update failed" >&2
  for package in $missing; do
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$package" \
      >/dev/null 2>&1 || echo "make real: $package could not be installed" >&2
  done
elif [ -n "$missing" ]; then
  echo "make real: only root can install from Debian: apt-get install$missing" >&2
fi

if [ ! -x "$pywb/bin/wayback" ]; then
  { python3 -m venv "$pywb" &&
    "$pywb/bin/python" -m pip install --quiet --disable-pip-version-check pywb; } ||
    echo "make real: pywb could not be installed in $pywb" >&2
fi
