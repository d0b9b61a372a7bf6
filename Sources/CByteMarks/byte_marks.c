// Looks at 64 bytes at a time with the compiler's vectors, which become what the processor has. Swift's vectors cannot
// turn the outcome of a comparison into bits, so this is C.

#include "byte_marks.h"

#include <string.h>

typedef uint8_t bytes64 __attribute__((ext_vector_type(64), aligned(1)));
typedef bool bits64 __attribute__((ext_vector_type(64)));

#define BITS(comparison) __builtin_bit_cast(uint64_t, __builtin_convertvector((comparison), bits64))

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

#if defined(__x86_64__) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
// Chosen when the program is loaded, by what the processor can; that is too early for what sanitizers put into the choice.
__attribute__((target_clones("avx2", "default")))
#endif
void mark_bytes(const uint8_t *text, size_t count, uint64_t *names, uint64_t *starts, uint64_t *stops) {
    uint64_t inside_name = 0;
    size_t blocks = count / 64;
    for (size_t block = 0; block < blocks; block++) {
        inside_name = mark_block(text + 64 * block, inside_name, names + block, starts + block, stops + block);
    }
    uint8_t rest[64] = {0};
    // An empty text need not lie anywhere.
    if (count % 64) memcpy(rest, text + 64 * blocks, count % 64);
    mark_block(rest, inside_name, names + blocks, starts + blocks, stops + blocks);
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
