// Watchlists: parties that somebody warns of, read from the formats they are published in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidewaiter {

// One party on a list.
struct WatchEntry {
  std::string list;  // "OFAC SDN", or the file's name
  std::string id;    // as the list numbers it
  std::string kind;  // "entity", "individual", "vessel", ..., as the list says; may be empty
  std::string name;  // as the list writes it
  std::vector<std::string> aliases;
  std::vector<std::string> countries;  // as written
  std::vector<std::string> addresses;
  std::string programme;  // why it is listed: the list's own words, short; may be empty
};

// A row that could not be read; the others were.
struct WatchlistIssue {
  uint64_t line = 0;  // from 1; of the XML element's start
  std::string message;
};

struct Watchlist {
  std::string list;
  std::string format;  // "ofac-csv", "ofac-xml", "opensanctions", "csv"
  std::string digest;  // SHA-256 of the file(s), hex: part of a run's identity
  std::vector<WatchEntry> entries;
  std::vector<WatchlistIssue> issues;
};

// Reads `path`, its format told by its content:
//  - OFAC's sdn.csv (no header, "-0-" for nothing), with alt.csv and add.csv when they lie beside it;
//  - OFAC's sdn.xml (root sdnList), DOCTYPE refused;
//  - OpenSanctions' targets.simple.csv (id, schema, name, aliases, ...; ';' between several);
//  - any CSV with a column "name", and if it likes "id", "aliases", "countries", "addresses", "kind",
//  "programme".
// InvalidArgument with the place when the file is none of these or the XML is broken; NotFound when it cannot
// be opened.
absl::StatusOr<Watchlist> ReadWatchlist(const std::string& path);

// Longest watchlist file, bytes: OpenSanctions' whole collection has some 400 MB.
inline constexpr size_t kWatchlistBytes = size_t{1} << 30;

}  // namespace tidewaiter
