#!/bin/sh
# Debug and release builds of the corpus give the same bits for IEEE-exact operations.
# Runs the digest test in both profiles and compares what it wrote.
set -eu
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-target}
cargo test --quiet --test corpus digest
cargo test --quiet --release --test corpus digest
diff "$target/tmp/corpus-digest-debug.txt" "$target/tmp/corpus-digest-release.txt"
echo "debug = release for $(wc -l < "$target/tmp/corpus-digest-debug.txt") functions"
