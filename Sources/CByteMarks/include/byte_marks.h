#pragma once

#include <stddef.h>
#include <stdint.h>

/// Marks the bytes of a text in the GraphQL language, a bit each, the first byte of 64 in the lowest bit.
///
/// `names` marks what belongs to a name: letters, digits and `_`. `starts` marks what may begin a token: the first byte
/// of each run of those, and every other byte that is no space, tab, line end or comma. Inside strings and comments the
/// marks mean nothing.
///
/// Both have room for count / 64 + 1 words. Behind the text no byte belongs to a name and every one may begin a token.
void mark_bytes(const uint8_t *text, size_t count, uint64_t *names, uint64_t *starts);
