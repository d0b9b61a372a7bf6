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

typedef uint8_t bytes16 __attribute__((ext_vector_type(16), aligned(1)));
typedef bool bits16 __attribute__((ext_vector_type(16)));

__attribute__((always_inline)) static inline uint64_t to_escape(bytes16 text) {
    bits16 marks = __builtin_convertvector((text < 0x20) | (text == '"') | (text == '\\'), bits16);
    return __builtin_bit_cast(uint16_t, marks);
}

__attribute__((always_inline)) static inline uint64_t to_escape_of_16(const uint8_t *text) {
    bytes16 block;
    memcpy(&block, text, 16);
    return to_escape(block);
}

// Of 1 to 7 bytes, followed by zeros.
__attribute__((always_inline)) static inline uint64_t word_of(const uint8_t *text, size_t count) {
    if (count < 4) {
        // The first, the middle and the last of three; of fewer, some of them are the same.
        size_t middle = count / 2, last = count - 1;
        return text[0] | (uint64_t)text[middle] << 8 * middle | (uint64_t)text[last] << 8 * last;
    }
    uint32_t first, last;
    memcpy(&first, text, 4);
    memcpy(&last, text + count - 4, 4);
    return first | (uint64_t)last << 8 * (count - 4);
}

// Marks, among 1 to 64 bytes, those that JSON holds only escaped. No byte waits for another: of what is no whole number
// of blocks the last one overlaps the one before.
__attribute__((always_inline)) static inline uint64_t marks_to_escape(const uint8_t *text, size_t count) {
    if (count < 8) {
        uint64_t halves[2] = {word_of(text, count), 0};
        return to_escape(__builtin_bit_cast(bytes16, halves)) & ((1ull << count) - 1);
    }
    if (count < 16) {
        uint64_t halves[2];
        memcpy(&halves[0], text, 8);
        memcpy(&halves[1], text + count - 8, 8);
        uint64_t marks = to_escape(__builtin_bit_cast(bytes16, halves));
        return (marks & 0xFF) | marks >> 8 << (count - 8);
    }
    uint64_t marks = to_escape_of_16(text) | to_escape_of_16(text + count - 16) << (count - 16);
    if (count > 32) marks |= to_escape_of_16(text + 16) << 16;
    if (count > 48) marks |= to_escape_of_16(text + 32) << 32;
    return marks;
}

// Copies 1 to 64 bytes and none behind them.
__attribute__((always_inline)) static inline void copy_up_to_64(uint8_t *target, const uint8_t *text, size_t count) {
    if (count >= 16) {
        memcpy(target, text, 16);
        if (count > 32) memcpy(target + 16, text + 16, 16);
        if (count > 48) memcpy(target + 32, text + 32, 16);
        memcpy(target + count - 16, text + count - 16, 16);
    } else if (count >= 8) {
        memcpy(target, text, 8);
        memcpy(target + count - 8, text + count - 8, 8);
    } else if (count >= 4) {
        memcpy(target, text, 4);
        memcpy(target + count - 4, text + count - 4, 4);
    } else {
        target[count / 2] = text[count / 2];
        target[0] = text[0];
        target[count - 1] = text[count - 1];
    }
}

struct escaped_copy copy_escaped(const uint8_t *text, size_t count, uint8_t *target, size_t room) {
    const uint8_t *start = target;
    // How many bytes escapes may add.
    size_t spare = room - count;
    for (size_t left = count; left > 0;) {
        size_t size = left > 64 ? 64 : left;
        const uint8_t *piece = text + count - left;
        uint64_t marks = marks_to_escape(piece, size);
        copy_up_to_64(target, piece, size);
        size_t added = 0;
        for (; marks; marks &= marks - 1, added++) {
            size_t place = (size_t)__builtin_ctzll(marks);
            if (piece[place] < 0x20 || added == spare) {
                return (struct escaped_copy){count - left + place, (size_t)(target - start) + place + added};
            }
            // The byte moves, with all behind it.
            target[place + added] = '\\';
            copy_up_to_64(target + place + added + 1, piece + place, size - place);
        }
        spare -= added;
        target += size + added;
        left -= size;
    }
    return (struct escaped_copy){count, (size_t)(target - start)};
}
