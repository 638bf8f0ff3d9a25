#!/bin/sh
# Reviews a change and writes review.md, review.html, review.json and review.sarif.
#   review.sh DIR --base REF
#   review.sh DIR --plan FILE...
# Ends with 0 where it may go in: nothing physical, or physical and not refused. With STRICT=1 physical changes end
# with 2, for a job that asks somebody to approve.
set -eu
out=$1
shift
code=0
npx --no rackform review "$@" --out "$out" || code=$?
case $code in
  0) exit 0 ;;
  2) [ "${STRICT:-0}" = 1 ] && exit 2 || exit 0 ;;
  *) exit "$code" ;;
esac
