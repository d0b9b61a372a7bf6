#pragma once

/// How many times this process asked for memory (malloc, calloc, realloc, aligned_alloc and posix_memalign) so far.
long allocation_count(void);
