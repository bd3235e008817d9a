// What policy rules can know of one batch of lines, as plain structs. Screening fills them; rules see them as
// the views of docs/policy-rules.md. Nothing here knows how a line was read or screened.
//
// Texts are views: whoever fills a batch keeps them alive until PolicyRunner::Run returns, or hands them to
// BatchFacts::Keep. An empty text means "not declared". Amounts are whole numbers (amounts.h converts):
// grams, millilitres, cents; an absent one is not 0.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "rules/policy/text_arena.h"

namespace tidewaiter::policy {

// What is known of a declared amount. Everything but kKnown means that the amount field is empty.
enum class AmountState : uint8_t {
  kKnown,
  kMissing,        // nothing declared
  kUnknownUnit,    // a number in a unit that nobody understood
  kNotUnderstood,  // no number, a negative one, or an ambiguous one
  kAbsurd,         // beyond what any shipment holds (amounts.h)
};
std::string_view AmountStateName(AmountState state);  // "known", "missing", "unknown-unit", ...

struct LineFact {
  std::string_view file;
  std::string_view file_digest;  // hex; the ledger's key of the file; empty when there is no ledger
  int64_t line = 0;              // from 1
  std::string_view record_id;
  std::string_view consignment;  // the consignment's own number, or house waybill
  std::optional<int64_t> day;    // declared date as days since 1970-01-01

  std::string_view description;
  std::string_view hs_code;     // digits only
  std::string_view hs_edition;  // "HS 2022"; empty when not known
  std::string_view end_use;
  bool end_use_asked = false;  // the manifest has a place for an end use, so an empty one says something

  AmountState mass_state = AmountState::kMissing;  // of the net mass, or of a quantity that is a mass
  std::optional<int64_t> net_grams;
  std::optional<int64_t> gross_grams;
  AmountState volume_state = AmountState::kMissing;
  std::optional<int64_t> millilitres;
  std::optional<double> quantity;  // as declared, in `unit`
  std::string_view unit;
  bool unit_understood = true;  // false: a unit stands there and nobody knows it
  std::optional<int64_t> packages;
  AmountState value_state = AmountState::kMissing;
  std::optional<int64_t> value_cents;  // hundredths of `currency`
  std::string_view currency;           // ISO 4217

  // Names as declared, and the keys under which they are compared (screening/parties): equal keys, one party.
  std::string_view consignor, consignee, notify;
  std::string_view consignor_key, consignee_key;
  std::string_view consignor_address_key, consignee_address_key;
  std::string_view consignor_phone_key, consignee_phone_key;

  // ISO 3166 alpha-2.
  std::string_view origin;    // where the goods were made, or come from
  std::string_view dispatch;  // where this journey starts, when it is not the origin
  std::string_view transit;   // countries joined by ";"
  std::string_view destination;
  std::string_view mode;     // "air", "sea", "road", "rail", "post", "courier", ...
  std::string_view channel;  // "express", "postal", "cargo", or empty when the mode is not known

  double vague = 0;               // 0..1: how little the description says
  std::string_view vague_phrase;  // the words that make it so
  bool names_chemical = false;    // the description names any chemical, listed or not
};

enum class HitBasis : uint8_t { kText = 1, kStructure = 2, kHsCode = 4 };

// A control finding of a line: goods that are, or may be, a listed subject.
struct HitFact {
  uint32_t row = 0;               // of the line in BatchFacts::lines
  std::string_view subject_kind;  // "substance", "class"
  std::string_view subject;       // id
  std::string_view name;
  std::string_view rule;      // "listed-substance", or the class rule's id
  std::string_view relation;  // "exact", "salt-or-solvate", ...
  double certainty = 1;       // 0..1
  int severity = 0;           // 0 info, 1 low, 2 medium, 3 high, 4 critical
  bool in_force = true;       // false: listed, but no listing holds on this route and day
  uint8_t basis = 0;          // bits of HitBasis: what points at the subject
  std::string_view hs_codes;  // codes that suit the subject, digits, joined by ";"; empty when not known
};

// A listing of a hit's subject. Those that do not hold on the day are here too, with in_force false.
struct ListingFact {
  uint32_t hit = 0;  // index in BatchFacts::hits
  std::string_view listing;
  std::string_view jurisdiction;
  std::string_view instrument;  // title
  std::string_view schedule;
  int severity = 0;
  bool in_force = true;
  std::optional<int64_t> first_day, last_day;  // absent = not known, or no end
  // The threshold for this traffic; none of both = not known. 0 = every transaction.
  std::optional<int64_t> threshold_grams;
  std::optional<int64_t> threshold_millilitres;
  std::string_view window;  // empty = each transaction; "calendar month", "calendar year"
  std::optional<int64_t> window_first_day, window_last_day;  // the one that holds the line's day
};

// A party of a line that is, or is very like, an entry of a watchlist.
struct WatchFact {
  uint32_t row = 0;
  std::string_view role;  // "consignor", "consignee", "notify"
  std::string_view list;
  std::string_view entry;  // the list's own id
  std::string_view name;   // as the list has it
  double score = 0;        // 0..1; 1 = the same name
  std::string_view reason;
};

enum class LicenceState : uint8_t {
  kCovered,
  kExpired,
  kNotYet,
  kOtherSubstance,  // the holder's, for something else
  kOtherHolder,     // for this substance, somebody else's
  kExhausted,       // what is left does not cover this line
  kUnknownAmount,   // nobody can say whether it would, for the line declares no usable amount
  kOtherRoute,      // the holder's, for another direction, counterparty or jurisdiction
};
std::string_view LicenceStateName(LicenceState state);  // "covered", "expired", "not-yet", ...

// A licence or notification that was looked at for a line. Only kCovered covers; the others say why not.
struct LicenceFact {
  uint32_t row = 0;
  std::string_view kind;  // "licence", "pre-export-notification"
  std::string_view licence;
  std::string_view holder;
  std::string_view substance;       // subject id that the licence is for
  std::string_view substance_name;  // a listed class has its id here as well
  std::string_view hit_subject;     // subject id of the hit that it was looked at for
  bool by_volume = false;           // both amounts are millilitres
  int64_t permitted_grams = 0;
  int64_t used_grams = 0;  // before this line
  std::optional<int64_t> first_day, last_day;
  LicenceState state = LicenceState::kCovered;
};

// A listed subject found in a line, as the ledger remembers it. Parties, address and phone are keys.
struct Movement {
  std::optional<int64_t> day;
  std::string_view consignor, consignee, address, phone;
  std::string_view substance;
  std::optional<int64_t> grams, millilitres;
};

// One batch: lines in input order; hits, watches and licences in order of `row`, listings in order of `hit`.
struct BatchFacts {
  std::vector<LineFact> lines;
  std::vector<HitFact> hits;
  std::vector<ListingFact> listings;
  std::vector<WatchFact> watches;
  std::vector<LicenceFact> licences;
  // Which sources this run has: a rule that needs one that is not there is not asked.
  bool has_ledger = false;
  bool has_licences = false;
  bool has_watchlist = false;

  // A copy of `text` that lives as long as the batch, or until Clear().
  std::string_view Keep(std::string_view text) { return arena.Keep(text); }
  // Empties the batch and keeps its memory for the next one.
  void Clear();

  TextArena arena;
};

}  // namespace tidewaiter::policy
