#pragma once

#include <stdbool.h>

/// How many times this process asked for memory (malloc, calloc, realloc, aligned_alloc and posix_memalign) so far.
long allocation_count(void);

/// False in a build with a sanitizer, where the count stays 0.
bool allocations_are_counted(void);
