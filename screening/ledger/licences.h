// Licences and other authorisations on file, and their drawing down: each covered line takes its quantity
// from one, in input order, and what was taken stands in the ledger (docs/ledger.md).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/law/listing.h"
#include "rules/policy/facts.h"
#include "screening/ledger/ledger.h"

namespace tidewaiter {

struct Licence {
  std::string id;
  std::string kind;        // "licence", "pre-export-notification"
  std::string holder;      // as written
  std::string holder_key;  // as parties are compared
  std::string substance;   // subject id
  int64_t permitted = 0;   // grams, or millilitres when `volume`
  bool volume = false;
  std::optional<int64_t> first_day, last_day;  // since 1970-01-01; absent = open
  std::string jurisdiction;                    // empty = any
  Direction direction = Direction::kAny;       // import: the holder is the consignee; export: the consignor
  std::string counterparty_key;                // the other party; empty = any
  size_t line = 0;                             // in its file
};

// How names in the table are understood.
struct LicenceNames {
  // Key of a party's name (screening/parties).
  std::function<std::string(std::string_view)> party_key;
  // Id of a listed substance or class given by id, name or CAS RN; empty when not known.
  std::function<std::string(std::string_view)> subject;
  std::function<bool(std::string_view)> jurisdiction_known;
};

// Reads the table: CSV with the columns of docs/ledger.md. InvalidArgument lists every complaint with its
// line; a table with an error is not used at all.
absl::StatusOr<std::vector<Licence>> ParseLicences(std::string_view text, std::string_view file,
                                                   const LicenceNames& names);

// One listed subject in one line.
struct LicenceQuestion {
  std::string_view file_digest;
  int64_t line = 0;
  std::string_view subject;
  std::vector<std::string_view> jurisdictions;  // of the listings in force
  int64_t day = 0;
  std::string_view consignor_key, consignee_key;
  std::optional<int64_t> grams, millilitres;  // of the line
};

struct LicenceAnswer {
  const Licence* licence = nullptr;
  policy::LicenceState state = policy::LicenceState::kCovered;
  int64_t used_before = 0;  // in the licence's measure, before this line
  int64_t amount = 0;       // taken by this line; 0 unless covered
};

class LicenceDesk {
 public:
  // What earlier runs took comes from the ledger, which must outlive the desk.
  static absl::StatusOr<LicenceDesk> Open(std::vector<Licence> licences, Ledger& ledger);

  // Answers in order: the licences that cover the line, one for each jurisdiction, drawn on now (inside the
  // ledger's transaction) or in an earlier run. When there is none: those that come near, with what they
  // fail by, at most kMostNear.
  absl::StatusOr<std::vector<LicenceAnswer>> Ask(const LicenceQuestion& question);

  const std::vector<Licence>& licences() const { return licences_; }
  static constexpr size_t kMostNear = 8;

 private:
  LicenceDesk(std::vector<Licence> licences, Ledger& ledger);
  // What the licence fails by, its quantity apart; kCovered when nothing.
  policy::LicenceState Fits(const Licence& licence, const LicenceQuestion& question) const;

  // Places of the licences for `subject` that one of the parties holds, in order.
  std::vector<size_t> HeldFor(const LicenceQuestion& question) const;
  // What comes near and does not cover, the nearest first; `failed` = licences of the parties for the
  // subject.
  std::vector<LicenceAnswer> Nearest(const LicenceQuestion& question,
                                     std::vector<LicenceAnswer> failed) const;

  std::vector<Licence> licences_;  // those that end first come first
  std::vector<int64_t> used_;      // by place in licences_
  using Pair = std::pair<std::string, std::string>;
  std::map<Pair, std::vector<size_t>> by_substance_and_holder_;
  std::map<Pair, size_t> by_id_and_substance_;
  std::map<std::string, std::vector<size_t>, std::less<>> by_holder_;
  std::map<std::string, std::vector<size_t>, std::less<>> by_substance_;
  Ledger* ledger_;
};

// "12.4 of 50 kg used": this line included.
std::string LicenceUseText(const LicenceAnswer& answer);

}  // namespace tidewaiter
