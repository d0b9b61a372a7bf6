// Counts what a process allocates: defines the C library's allocators over its internal ones. Whatever links this
// target gets them, so only the benchmark program does.

#include "allocation_count.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

// A sanitizer has allocators of its own, which must not be replaced.
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define COUNTS 0
#else
#define COUNTS 1
#endif

bool allocations_are_counted(void) { return COUNTS; }

static _Atomic long count;

long allocation_count(void) { return atomic_load_explicit(&count, memory_order_relaxed); }

#if COUNTS
static void counted(void) { atomic_fetch_add_explicit(&count, 1, memory_order_relaxed); }

void *malloc(size_t size) {
    counted();
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    counted();
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    counted();
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    counted();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
    counted();
    void *start = __libc_memalign(alignment, size);
    if (!start) return ENOMEM;
    *place = start;
    return 0;
}
#endif
