// What the engine says about one record. The JSON Lines form of these types is a contract: docs/output.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "chemdb/law/listing.h"

namespace tidewaiter {

// How what was found relates to the subject that some law names.
enum class Relation : uint8_t {
  kExact,
  kSaltOrSolvate,
  kIsotopologue,
  kStereoisomer,
  kTautomer,
  kMixtureComponent,
  kMasked,  // a protecting group on a listed substance
  kClassMember,
  kAnalogue,  // advice only
  kNone,      // data findings
};
std::string_view RelationName(Relation relation);  // "exact", "salt-or-solvate", ...; "" for kNone

enum class FindingKind : uint8_t { kControl, kRisk, kData };
std::string_view FindingKindName(FindingKind kind);

enum class Disposition : uint8_t { kRelease, kDocumentCheck, kHold, kSeizeRefer };
std::string_view DispositionName(
    Disposition disposition);  // "release", "document-check", "hold", "seize-refer"

// Text evidence: bytes [start, end) of the original field. `context`, filled for --explain only, is the part
// of the field around them, from byte `context_start`.
struct TextEvidence {
  std::string field;
  size_t start = 0;
  size_t end = 0;
  std::string text;
  std::string context = {};
  size_t context_start = 0;
};

// Structure evidence: the input as written, and which of its heavy atoms (index in input order) matched.
struct StructureEvidence {
  std::string structure;
  std::vector<int> atoms;
  std::string part = {};  // what these atoms are when they are not what matched: "protecting group"
};

// How much a structure resembles a listed one, for analogues: docs/analogues.md.
struct Likeness {
  double similarity = 0;   // 0..1
  double common_part = 0;  // 0..1; 0 when it was not found within its bound
};

using Evidence = std::variant<TextEvidence, StructureEvidence>;

struct Subject {
  SubjectKind kind = SubjectKind::kSubstance;
  std::string id;  // empty for data findings
  std::string name;
};

// Days from the day as of which the listing's text was read to `law_day`. nullopt when that day is not known,
// or the text is younger than the day asked.
std::optional<int64_t> TextAge(const Listing& listing, const std::optional<Date>& law_day);

struct Finding {
  std::string rule;  // "listed-substance", a class rule's id, or a data issue's rule
  FindingKind kind = FindingKind::kControl;
  Subject subject;
  Relation relation = Relation::kNone;
  std::optional<Likeness> likeness;  // analogues only
  double certainty = 1;              // 0..1: how sure that the goods are the subject
  Severity severity = Severity::kInfo;
  std::vector<Evidence> evidence;
  std::vector<const Listing*> listings;  // in force on the route and day; owned by the Database
  std::string message;                   // one or two sentences for an officer
  std::string explanation;               // how it was decided, for --explain; may be empty
  std::string next_step;                 // what to do; may be empty
  bool unscreened = false;  // data findings: the record, or a part that matters, was not screened
  // Risk findings of policy rules (docs/disposition.md).
  int weight = 0;                     // 0..100: how much it adds to the others of its record
  std::optional<Disposition> advice;  // what it asks for alone, when its rule says so
  bool covers = false;                // it speaks for its subject: a licence covers the goods
  bool lifted_by_licence = false;     // it would not be there if a licence covered its subject
};

// Why a record has its disposition.
struct Reason {
  std::optional<size_t> finding;                    // in RecordResult::findings; absent: all of them together
  Disposition disposition = Disposition::kRelease;  // what it asks for alone
  int weight = 0;
  std::string text;
};

// A fact that, were it otherwise, would give another disposition.
struct WhatIf {
  std::string fact;  // "if a licence covered acetone"
  Disposition disposition = Disposition::kRelease;
};

// What a record's description says besides substances, for policy rules.
struct DescriptionFacts {
  double vague = 0;               // 0..1, screening/identify/vagueness.h
  std::string_view vague_phrase;  // its weightiest term, as the table writes it; lives for ever
  bool names_chemical = false;    // a CAS RN or a systematic name stands in it, listed or not
};

struct RecordResult {
  std::string file;
  uint64_t line = 0;
  std::string id;
  std::optional<Date> law_day;  // the law of this day was asked; nullopt: none was (an unreadable file)
  Disposition disposition = Disposition::kRelease;
  std::vector<Finding> findings;  // gravest first
  std::vector<Reason> reasons;    // gravest first, then by weight; empty when policy rules were not asked
  std::vector<WhatIf> what_if;    // when asked for
};

}  // namespace tidewaiter
