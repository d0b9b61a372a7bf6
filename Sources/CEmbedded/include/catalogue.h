#pragma once
#include "embedded.h"

/// The files of `catalogue/` by the member of the document they belong to, each file followed by the byte 0x1E; ended by
/// an entry without a name. Files of shows hold one object, all others an array of objects.
extern const struct embedded_file embedded_catalogue[];

/// The group at an index from 0; Swift does not see arrays of unknown length.
static inline const struct embedded_file *embedded_catalogue_group(size_t index) { return &embedded_catalogue[index]; }

/// `Sources/Marquee/Administration/seed.sql`, the statements that load a catalogue.
extern const struct embedded_file embedded_seed;
