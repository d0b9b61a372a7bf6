#pragma once

/// Ends the counting of references to an object, which then is never freed. The Swift runtime's own, for its singletons.
void _swift_stdlib_immortalize(void *_Nonnull object);
