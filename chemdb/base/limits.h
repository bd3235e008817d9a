// Every limit that input can meet, in one place: its unit, why it is what it is, and what happens at it.
#pragma once

#include <cstddef>

namespace tidewaiter::limits {

// --- Structures. Beyond one: a finding "not-screened-limit" that names the limit, never a hang.
// Longest SMILES, bytes. The largest drug-like molecule needs a few hundred; peptides some thousand.
inline constexpr size_t kSmilesBytes = 4000;
// Longest mol block, bytes: 999 atoms and bonds of V2000 are 120 KB.
inline constexpr size_t kMolBlockBytes = 256 * 1024;
// Most heavy atoms. RDKit's recursive writers need stack in proportion; no listed substance has over 50.
inline constexpr int kHeavyAtoms = 500;
// Deepest nesting of branches in a SMILES.
inline constexpr int kBranchDepth = 60;
// Most rings (bonds - atoms + components) of one record.
inline constexpr int kRings = 60;
// Most rings fused into one system (sharing bonds): RDKit's aromaticity perception tries ring combinations.
inline constexpr int kFusedRings = 16;
// Most components ("." separated) of one record.
inline constexpr int kComponents = 20;

// --- Text.
// Longest goods description that is searched, bytes. The rest is not read, with a finding.
inline constexpr size_t kDescriptionBytes = 64 * 1024;

// --- Files.
// A record (CSV row, JSON line, SD record) longer than this is answered with a finding and skipped.
inline constexpr size_t kRecordBytes = 1024 * 1024;
// Without any record end for this many bytes, a file is not a manifest and reading stops.
inline constexpr size_t kNoRecordEndBytes = 64 * 1024 * 1024;
// Most columns of a CSV row.
inline constexpr size_t kColumns = 2000;
// zstd window, log2 bytes: 128 MiB, zstd's own default maximum.
inline constexpr int kZstdWindowLog = 27;


// --- XML (official texts, watchlists). Beyond one: the file is refused, with the place.
// Deepest nesting; the laws of Canada have 20.
inline constexpr size_t kXmlDepth = 128;
// Most attributes of one element.
inline constexpr size_t kXmlAttributes = 64;
// Longest text between two tags, bytes.
inline constexpr size_t kXmlTextBytes = 1024 * 1024;

}  // namespace tidewaiter::limits
