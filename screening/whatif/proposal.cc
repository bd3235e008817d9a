#include "screening/whatif/proposal.h"

#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "rules/structure/class_rule.h"
#include "screening/identify/systematic_spans.h"
#include "screening/pipeline/guard.h"

namespace tidewaiter {
namespace {

bool EndsWith(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

absl::Status CheckEachIsListed(const std::set<std::string>& classes, const Database& database) {
  for (const std::string& id : classes) {
    if (!database.ListingsOf(SubjectKind::kClass, id).empty()) continue;
    return absl::InvalidArgumentError(
        Concat("the bill's class rule ", id,
               " is in no list: add one with a row whose column \"class\" names it (docs/what-if.md)"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LawIdentity> Proposal::Law::Identity(const TouchFilter& filter) const {
  {
    const std::lock_guard<std::mutex> lock(mutex);
    if (engine == nullptr && !filter.everything()) return IdentityOf(options, *database, filter.components());
  }
  TW_ASSIGN_OR_RETURN(const auto made, Get());
  return made->identity();
}

absl::StatusOr<std::shared_ptr<const Engine>> Proposal::Law::Get(const Engine* like) const {
  const std::lock_guard<std::mutex> lock(mutex);
  if (engine == nullptr) {
    TW_ASSIGN_OR_RETURN(engine, like == nullptr ? Engine::Create(options, database)
                                                : Engine::CreateLike(*like, options, database));
  }
  return engine;
}

absl::StatusOr<std::shared_ptr<const Engine>> Proposal::after() const {
  const bool listings_alone =
      !filter_->everything() && !filter_->texts_differ() && !filter_->structures_differ();
  if (!listings_alone) return after_.Get();
  TW_ASSIGN_OR_RETURN(const auto before, before_.Get());
  return after_.Get(before.get());
}

absl::StatusOr<std::shared_ptr<const Proposal>> Proposal::Create(const EngineOptions& law_as_it_is,
                                                                 const Bill& bill) {
  std::shared_ptr<Proposal> out(new Proposal);
  out->before_.options = out->after_.options = law_as_it_is;
  std::vector<std::string> lists;
  std::set<std::string> classes;  // that only the bill's rules define
  for (const std::string& file : bill.files) {
    if (EndsWith(file, ".yaml") || EndsWith(file, ".yml")) {
      out->after_.options.added_rules.push_back(file);
      TW_ASSIGN_OR_RETURN(const std::set<std::string> ids, ClassRuleSet::IdsIn(file));
      classes.insert(ids.begin(), ids.end());
    } else if (EndsWith(file, ".csv")) {
      lists.push_back(file);
    } else {
      return absl::InvalidArgumentError(
          Concat(file, ": a bill is a list (*.csv, docs/overlay.md) or a class rule (*.yaml)"));
    }
  }
  TW_ASSIGN_OR_RETURN(const auto built, Database::Open(law_as_it_is.database_path));
  // All lists are laid over together, as an engine does: a row may speak of what an earlier list brought.
  out->before_.database = built;
  if (!law_as_it_is.overlays.empty()) {
    TW_ASSIGN_OR_RETURN(out->before_.database, Database::WithOverlays(built, law_as_it_is.overlays));
  }
  std::vector<std::string>& all_lists = out->after_.options.overlays;
  all_lists.insert(all_lists.end(), lists.begin(), lists.end());
  TW_ASSIGN_OR_RETURN(out->after_.database, Database::WithOverlays(built, all_lists));
  TW_RETURN_IF_ERROR(CheckEachIsListed(classes, *out->after_.database));
  TW_ASSIGN_OR_RETURN(out->filter_, TouchFilter::Create(out->after_.options, *out->before_.database,
                                                        *out->after_.database, classes));
  return std::shared_ptr<const Proposal>(std::move(out));
}

ProposalScreener::ProposalScreener(std::shared_ptr<const Proposal> proposal, ScreenOptions options)
    : proposal_(std::move(proposal)), options_(std::move(options)) {}

bool ProposalScreener::LeavesAlone(std::string_view smiles) {
  const TouchFilter& filter = proposal_->filter();
  // Likeness to one substance depends on all others that are compared.
  return !options_.analogues && !filter.everything() && !filter.MayHold(smiles, scratch_);
}

bool ProposalScreener::StructuresMayDiffer(const Record& record) {
  if (options_.analogues) return true;
  const TouchFilter& filter = proposal_->filter();
  if (const std::string_view text = record.Text(Field::kStructure); !text.empty()) {
    const auto notation = record.structure_format == StructureFormat::kMolBlock ? StructureNotation::kMolBlock
                                                                                : StructureNotation::kSmiles;
    if (filter.MayTouch(text, notation, scratch_)) return true;
  }
  const std::string_view description = record.Text(Field::kDescription);
  if (description.empty()) return false;
  // What a systematic name stands for is only known once it was read.
  if (options_.resolver != nullptr && !SystematicNameSpans(description).empty()) return true;
  return filter.MayTouchStructuresIn(description, scratch_);
}

bool ProposalScreener::NamesMayDiffer() {
  const TouchFilter& filter = proposal_->filter();
  if (!filter.structures_differ()) return false;
  const std::vector<std::string>& structures = before_->pointed_at().structures;
  return std::any_of(structures.begin(), structures.end(), [&](const std::string& smiles) {
    return filter.MayTouch(smiles, StructureNotation::kSmiles, scratch_);
  });
}

absl::StatusOr<ProposalScreener::Results> ProposalScreener::Screen(const Record& record, bool ask_before) {
  const TouchFilter& filter = proposal_->filter();
  const bool has_text = !record.Text(Field::kDescription).empty() || !record.Text(Field::kCasRn).empty();
  bool touched = filter.everything() || (filter.texts_differ() && has_text);
  // Where evidence is the same by both laws, the law as it is says what it points at; a structure by itself
  // is asked about more quickly.
  const bool structure_alone = !has_text && record.hs_code.empty() && !options_.analogues;
  if (!touched && (filter.structures_differ() || structure_alone)) touched = StructuresMayDiffer(record);
  Results out;
  const bool ask = !filter.nothing() && !touched && !structure_alone;
  if (ask_before || touched || ask) {
    if (!before_) {
      TW_ASSIGN_OR_RETURN(engine_, proposal_->before());
      before_.emplace(engine_, options_);
    }
    out.before = ScreenGuarded(record, [&](const Record& r) { return before_->Screen(r, &out.description); });
    touched =
        touched || (ask && (filter.Concerns(before_->pointed_at(), engine_->rules()) || NamesMayDiffer()));
  }
  if (touched) {
    if (!after_) {
      TW_ASSIGN_OR_RETURN(auto engine, proposal_->after());
      after_.emplace(std::move(engine), options_);
    }
    out.after = ScreenGuarded(record, [&](const Record& r) { return after_->Screen(r); });
  }
  return out;
}

}  // namespace tidewaiter
