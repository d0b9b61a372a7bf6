#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Marks the bytes of a text in the GraphQL language, a bit each, the first byte of 64 in the lowest bit.
///
/// `names` marks what belongs to a name: letters, digits and `_`. `starts` marks what may begin a token: the first byte
/// of each run of those, and every other byte that is no space, tab, line end or comma. Inside strings and comments the
/// marks mean nothing. `stops` marks what a string does not hold as it is or what has to be looked at: quotes,
/// backslashes, control characters and bytes outside ASCII.
///
/// Each has room for count / 64 + 1 words. Behind the text no byte belongs to a name, and every one may begin a token and
/// stops a string. Returns how many bits `starts` has set.
size_t mark_bytes(const uint8_t *text, size_t count, uint64_t *names, uint64_t *starts, uint64_t *stops);

/// Which token this byte begins: 1 a name, 2 a number (as Swift's `TokenKind` counts them), 7 none, but what is ignored; a
/// punctuator's first byte and a quote are themselves; 0 nothing.
static inline uint8_t first_byte_kind(uint8_t first) {
    extern const uint8_t first_byte_kinds[256];
    return first_byte_kinds[first];
}

/// A piece of a JSON string that needs no look.
struct json_run {
    size_t end;
    bool has_escapes;
};

/// Where the next byte stands, from an offset on, that the reader of a JSON string has to look at: a quote, a control
/// character, a byte outside ASCII, or a backslash that begins no escape of two characters; `count` if there is none.
struct json_run plain_json(const uint8_t *text, size_t count, size_t offset);
