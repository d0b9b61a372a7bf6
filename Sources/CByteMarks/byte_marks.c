// Looks at 64 bytes at a time with the compiler's vectors, which become what the processor has. Swift's vectors cannot
// turn the outcome of a comparison into bits, so this is C.

#include "byte_marks.h"

#include <string.h>

typedef uint8_t bytes64 __attribute__((ext_vector_type(64), aligned(1)));
typedef bool bits64 __attribute__((ext_vector_type(64)));

#define BITS(comparison) __builtin_bit_cast(uint64_t, __builtin_convertvector((comparison), bits64))

#if defined(__x86_64__) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
// Chosen when the program is loaded, by what the processor can; that is too early for what sanitizers put into the choice.
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

// Marks one block; returns whether the next one begins inside a name.
__attribute__((always_inline)) static inline uint64_t mark_block(
    const uint8_t *block, uint64_t inside_name, uint64_t *names, uint64_t *starts, uint64_t *stops) {
    bytes64 text;
    memcpy(&text, block, sizeof text);
    uint64_t name = BITS(((text | 0x20) - 'a' < 26) | (text - '0' < 10) | (text == '_'));
    uint64_t blank = BITS((text == ' ') | (text == ',') | (text == '\n') | (text == '\r') | (text == '\t'));
    *names = name;
    *starts = ~(blank | (name & (name << 1 | inside_name)));
    *stops = BITS((text < 0x20) | (text == '"') | (text == '\\') | (text >= 0x80));
    return name >> 63;
}

FOR_EACH_PROCESSOR
size_t mark_bytes(const uint8_t *text, size_t count, uint64_t *names, uint64_t *starts, uint64_t *stops) {
    uint64_t inside_name = 0;
    size_t count_of_starts = 0;
    size_t blocks = count / 64;
    for (size_t block = 0; block < blocks; block++) {
        inside_name = mark_block(text + 64 * block, inside_name, names + block, starts + block, stops + block);
        count_of_starts += (size_t)__builtin_popcountll(starts[block]);
    }
    uint8_t rest[64] = {0};
    // An empty text need not lie anywhere.
    if (count % 64) memcpy(rest, text + 64 * blocks, count % 64);
    mark_block(rest, inside_name, names + blocks, starts + blocks, stops + blocks);
    return count_of_starts + (size_t)__builtin_popcountll(starts[blocks]);
}

#define ITSELF(byte) [byte] = byte

const uint8_t first_byte_kinds[256] = {
    ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['_'] = 1,
    ['0' ... '9'] = 2, ['-'] = 2,
    // A comment, and the first byte of a byte order mark.
    ['#'] = 7, [0xEF] = 7,
    ITSELF('!'), ITSELF('"'), ITSELF('$'), ITSELF('&'), ITSELF('('), ITSELF(')'), ITSELF('.'), ITSELF(':'), ITSELF('='),
    ITSELF('@'), ITSELF('['), ITSELF(']'), ITSELF('{'), ITSELF('|'), ITSELF('}'),
};

// Marks the bytes behind backslashes; of backslashes in a row every other one is escaped itself.
__attribute__((always_inline)) static inline uint64_t escaped_bytes(uint64_t backslashes, uint64_t is_first_escaped) {
    uint64_t escaped = backslashes << 1 | is_first_escaped;
    if (!(backslashes & escaped)) return escaped;
    escaped = is_first_escaped;
    for (uint64_t left = backslashes & ~escaped; left; left &= ~escaped & (left - 1)) escaped |= (left & -left) << 1;
    return escaped;
}

// What follows the backslash of an escape of two characters.
static const bool is_short_escape[256] = {
    ['"'] = true, ['\\'] = true, ['/'] = true, ['b'] = true, ['f'] = true, ['n'] = true, ['r'] = true, ['t'] = true,
};

FOR_EACH_PROCESSOR
struct json_run plain_json(const uint8_t *text, size_t count, size_t offset) {
    uint64_t is_first_escaped = 0;
    bool has_escapes = false;
    for (size_t start = offset;; start += 64) {
        // Behind the text stand control characters.
        bytes64 block = 0;
        if (count - start < 64) memcpy(&block, text + start, count - start);
        else memcpy(&block, text + start, 64);
        uint64_t stops = BITS((block < 0x20) | (block == '"') | (block >= 0x80));
        uint64_t backslashes = BITS(block == '\\');
        uint64_t escaped = 0;
        if (backslashes | is_first_escaped) {
            escaped = escaped_bytes(backslashes, is_first_escaped);
            is_first_escaped = (backslashes & ~escaped) >> 63;
            stops &= ~escaped;
            for (uint64_t left = escaped; left; left &= left - 1) {
                size_t place = (size_t)__builtin_ctzll(left);
                if (start + place >= count || !is_short_escape[text[start + place]]) {
                    stops |= 1ull << place;
                    break;
                }
            }
        }
        has_escapes |= (escaped & ((stops & -stops) - 1)) != 0;
        if (!stops) continue;
        size_t place = (size_t)__builtin_ctzll(stops);
        // What is wrong with an escape is told of its backslash.
        return (struct json_run){start + place - (escaped >> place & 1), has_escapes};
    }
}
