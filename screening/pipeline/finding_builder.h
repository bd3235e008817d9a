// Gathers everything that points at a listed subject in one record and turns it into findings: one for each
// subject and relation, with all its evidence, the listings that hold, and a message an officer can act on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/law/law_question.h"
#include "screening/model/finding.h"
#include "screening/model/record.h"
#include "screening/pipeline/advice.h"
#include "screening/pipeline/engine_impl.h"

namespace tidewaiter {

// Where a structure stands, and how sure it is that the goods are that structure.
struct StructureOrigin {
  std::string_view structure;           // SMILES or mol block, as judged
  std::optional<TextEvidence> written;  // the words it was read from; absent: a structure of its own
  double certainty = 1;                 // 0..1
  std::string what = "structure";  // begins the message: "\"N-phenylpiperidin-4-amine\", a systematic name,"
  std::string explanation;         // how it was read from the words; may be empty
};

// How sure a structure found as `hit` is of being the listed substance, 0..1: a drawing is what it is, but
// one without stereo may be another isomer.
double CertaintyOf(const IdentityHit& hit);

class FindingBuilder {
 public:
  // `pointed_at` gets every subject that is looked at.
  FindingBuilder(const EngineParts& parts, const LawQuestion& question, bool explain, PointedAt& pointed_at);

  void SetQuantity(std::optional<double> net_kilograms, const std::optional<Quantity>& quantity);
  void AddStructure(const StructureOrigin& origin, const StructureVerdict& verdict);
  void AddCandidate(Field field, std::string_view text, const Candidate& candidate);
  // `digits` = the HS code; it stands at bytes [start, end) of the field's `text`.
  void AddGoodsCode(Field field, std::string_view text, size_t start, size_t end, std::string_view digits);

  // With what stands around it when findings are explained.
  TextEvidence EvidenceAt(Field field, std::string_view text, size_t start, size_t end) const;

  bool empty() const { return hits_.empty() && analogues_.empty(); }
  std::vector<Finding> Build();

 private:
  // One subject in one relation, before the law is asked.
  struct Hit {
    SubjectKind kind = SubjectKind::kSubstance;
    uint32_t index = 0;  // of the substance, or of the class rule
    Relation relation = Relation::kExact;
    FoundForm form;
    double certainty = 0;
    std::vector<Evidence> evidence;
    std::string what;         // "4-AP, named", "a salt of ephedrine": begins the message
    std::string explanation;  // how it was decided
    // Masked only: the scope that reaches the form as drawn; nullopt when no word of scope does.
    std::optional<uint32_t> masked_scope;
  };
  Hit& HitFor(SubjectKind kind, uint32_t index, Relation relation, const FoundForm& form);
  void AddMasked(const StructureOrigin& origin, const MaskedHit& masked);
  void AddClassesOf(uint32_t substance, const FoundForm& form, double certainty, const Evidence& evidence,
                    std::string_view what);
  // Empty when no listing holds and nothing is to be said.
  std::optional<Finding> Judge(Hit& hit) const;
  AdviceContext Advice() const;
  // A class finding that adds nothing to the substance findings `before` it.
  bool IsSaidAlready(const Hit& hit, const Finding& finding, const std::vector<Finding>& before) const;
  const std::string& SubjectId(const Hit& hit) const;
  const std::string& SubjectName(const Hit& hit) const;
  // True when the declared quantity is known and below every threshold of `listing` that applies.
  bool BelowThreshold(const Listing& listing, std::string& words) const;

  const EngineParts& parts_;
  const LawQuestion& question_;
  bool explain_;
  PointedAt& pointed_at_;
  std::optional<double> kilograms_;
  std::optional<double> litres_;
  std::vector<Hit> hits_;
  std::vector<Finding> analogues_;
};

}  // namespace tidewaiter
