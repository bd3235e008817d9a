#include "rules/structure/evaluation.h"

#include <algorithm>
#include <map>
#include <set>

#include "chemdb/base/concat.h"
#include "chemdb/structure/standardise.h"

namespace tidewaiter {
namespace {

std::string Plain(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Whether the group covers the difference that the molecule shows at `atoms`.
bool HoldsYear(std::string_view text) {
  int digits = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      ++digits;
      continue;
    }
    if (digits == 4 && (text[i - 4] == '1' || text[i - 4] == '2')) return true;
    digits = 0;
  }
  return false;
}

size_t FailingWith(const ClassRule& rule, std::vector<Modification> modifications) {
  const auto mutant = rule.WithModifications(std::move(modifications));
  // A rule that no longer compiles is noticed too.
  return mutant.ok() ? TestExamples(*mutant).size() : rule.members().size();
}

Group Anything() { return *GroupTable::BuiltIn().Parse("any"); }

// A change that is nothing but links cannot become "anything".
bool CanBeLoosened(const Change& change) {
  return std::none_of(change.groups.begin(), change.groups.end(), [](const Group& group) {
    return group.definition->shape == GroupShape::kLink || group.name == "any";
  });
}

}  // namespace

ExampleCount CountExamples(const ClassRule& rule) {
  ExampleCount out;
  const auto is_member = [&](const ClassExample& example) {
    const auto parent = ExampleParent(example.smiles);
    ClassMatch match;
    return parent.ok() && rule.Match(**parent, MakeGraph(**parent), match);
  };
  out.members = rule.members().size();
  out.others = rule.others().size();
  for (const ClassExample& example : rule.members()) out.found += is_member(example) ? 1 : 0;
  for (const ClassExample& example : rule.others()) out.wrong += is_member(example) ? 1 : 0;
  return out;
}

std::string Mutation::Words() const {
  switch (kind) {
    case Kind::kDeleted:
      return Concat("(", modification, ") deleted");
    case Kind::kWithout:
      return Concat("(", modification, ") without ", group);
    case Kind::kUnbounded:
      return Concat("(", modification, ") with ", group, " of any size");
    case Kind::kUnlimited:
      return Concat("(", modification, ") any number of times");
    case Kind::kLoosened:
      break;
  }
  return Concat("(", modification, ") loosened to any group");
}

std::vector<Mutation> Mutate(const ClassRule& rule) {
  std::vector<Mutation> out;
  if (rule.regions() == nullptr) return out;
  const std::vector<Modification>& all = rule.regions()->spec().modifications;
  const auto add = [&](Mutation mutation, std::vector<Modification> modifications) {
    mutation.failing = FailingWith(rule, std::move(modifications));
    out.push_back(std::move(mutation));
  };
  for (size_t m = 0; m < all.size(); ++m) {
    const auto at = static_cast<int64_t>(m);
    Mutation mutation;
    mutation.modification = all[m].id;
    std::vector<Modification> mutant = all;
    mutant.erase(mutant.begin() + at);
    add(mutation, std::move(mutant));
    if (all[m].at_most > 0) {
      mutation.kind = Mutation::Kind::kUnlimited;
      mutant = all;
      mutant[m].at_most = 0;
      add(mutation, std::move(mutant));
    }
    for (size_t c = 0; c < all[m].changes.size(); ++c) {
      const Change& change = all[m].changes[c];
      mutation.change = c;
      for (size_t g = 0; g < change.groups.size(); ++g) {
        mutation.group = change.groups[g].Text();
        if (change.groups.size() > 1 || all[m].changes.size() > 1) {
          mutation.kind = Mutation::Kind::kWithout;
          mutant = all;
          Change& changed = mutant[m].changes[c];
          changed.groups.erase(changed.groups.begin() + static_cast<int64_t>(g));
          if (changed.groups.empty())
            mutant[m].changes.erase(mutant[m].changes.begin() + static_cast<int64_t>(c));
          add(mutation, std::move(mutant));
        }
        if (change.groups[g].max_carbons > 0 && change.groups[g].definition->shape != GroupShape::kLink) {
          mutation.kind = Mutation::Kind::kUnbounded;
          mutant = all;
          mutant[m].changes[c].groups[g].max_carbons = 0;
          mutant[m].changes[c].groups[g].min_carbons = 0;
          add(mutation, std::move(mutant));
        }
      }
      mutation.group.clear();
      if (!CanBeLoosened(change)) continue;
      mutation.kind = Mutation::Kind::kLoosened;
      mutant = all;
      mutant[m].changes[c].groups = {Anything()};
      add(mutation, std::move(mutant));
    }
  }
  return out;
}

std::vector<LintRemark> Lint(const ClassRule& rule) {
  std::vector<LintRemark> out;
  const auto warn = [&](std::string text) { out.push_back({true, std::move(text)}); };
  const auto note = [&](std::string text) { out.push_back({false, std::move(text)}); };
  for (const std::string& complaint : TestExamples(rule)) warn(complaint);
  for (const RelaxedQuery& query : rule.Relaxed()) {
    if (const std::string weakness = query.Weakness(); !weakness.empty())
      warn(Concat("the sieve can hardly tell it from other molecules: ", weakness));
  }
  if (rule.others().size() < 5) {
    warn(Concat("only ", rule.others().size(),
                " examples that are no members; five look-alikes are the least"));
  }
  for (const std::string& source : rule.sources()) {
    if (!HoldsYear(source)) warn(Concat("a source without a year: ", source));
  }
  std::map<std::string, std::string> seen;
  size_t by_wording = 0;
  size_t without_paragraph = 0;
  const auto look = [&](const ClassExample& example, bool member) {
    if (example.note.empty()) warn(Concat(example.where, ": ", example.name, " has no source or reason"));
    const auto parent = ExampleParent(example.smiles);
    if (!parent.ok()) return;
    const auto [it, fresh] = seen.emplace(FlatKey(**parent), example.name);
    if (!fresh) warn(Concat(example.where, ": ", example.name, " is the structure of ", it->second));
    by_wording += member && example.note.rfind("by the wording", 0) == 0 ? 1 : 0;
    without_paragraph += member && rule.regions() != nullptr && example.by.empty() ? 1 : 0;
  };
  for (const ClassExample& example : rule.members()) look(example, true);
  for (const ClassExample& example : rule.others()) look(example, false);
  if (by_wording > 0)
    note(Concat(by_wording, " members are such by the wording only; no authority named them"));
  if (without_paragraph > 0)
    warn(Concat(without_paragraph, " members do not say by which modification (\"by\")"));

  for (const ClassException& exception : rule.exceptions()) {
    const auto parent = ExampleParent(exception.smiles);
    const bool is_other =
        parent.ok() && std::any_of(rule.others().begin(), rule.others().end(), [&](const auto& o) {
          const auto other = ExampleParent(o.smiles);
          return other.ok() && FlatKey(**other) == FlatKey(**parent);
        });
    if (!is_other)
      warn(Concat("the exception ", exception.name, " is not among the examples that are no members"));
  }
  if (rule.regions() != nullptr) {
    for (const auto& [number, name] : rule.regions()->spec().regions) {
      const auto& all = rule.regions()->spec().modifications;
      const bool named = std::any_of(all.begin(), all.end(), [&, &region = name](const Modification& m) {
        return std::any_of(m.changes.begin(), m.changes.end(), [&](const Change& change) {
          return std::find(change.regions.begin(), change.regions.end(), region) != change.regions.end();
        });
      });
      if (!named) note(Concat("no modification speaks of the region ", name));
    }
  }
  for (const Mutation& mutation : Mutate(rule)) {
    if (mutation.kind == Mutation::Kind::kDeleted) {
      const auto& all = rule.regions()->spec().modifications;
      const auto of = std::find_if(all.begin(), all.end(),
                                   [&](const Modification& m) { return m.id == mutation.modification; });
      if (mutation.failing > 0 && !of->no_example.empty())
        warn(Concat("modification (", of->id, ") says it has no example, and an example needs it"));
      if (mutation.failing > 0) continue;
      if (of->no_example.empty()) {
        warn(
            Concat("no example needs modification (", of->id, "); if none can be, say why (\"no_example\")"));
      } else {
        note(Concat("no example needs modification (", of->id, "): ", of->no_example));
      }
    } else if (mutation.failing == 0) {
      note(Concat("no example tells it from ", mutation.Words()));
    }
  }
  return out;
}

std::vector<Verdict> JudgeExamples(const ClassRuleSet& rules, const ClassRule& rule) {
  std::vector<Verdict> out;
  std::set<std::string> seen;
  const auto look = [&](const ClassExample& example) {
    const auto parent = ExampleParent(example.smiles);
    if (!parent.ok() || !seen.insert(FlatKey(**parent)).second) return;
    Verdict verdict;
    verdict.name = example.name;
    verdict.smiles = example.smiles;
    const MolGraph graph = MakeGraph(**parent);
    ClassMatch match;
    verdict.member = rule.Match(**parent, graph, match);
    if (verdict.member && match.readings.empty()) verdict.why = match.meaning;
    for (const Reading& reading : match.readings) {
      AppendTo(verdict.why, verdict.why.empty() ? "" : "; or: ", InWords(reading));
    }
    if (!verdict.member) verdict.why = rule.NearestMiss(**parent, graph);
    if (!verdict.why.empty()) out.push_back(std::move(verdict));
  };
  // The rule's own names first.
  for (const ClassExample& example : rule.members()) look(example);
  for (const ClassExample& example : rule.others()) look(example);
  for (const ClassRule& other : rules.rules()) {
    for (const ClassExample& example : other.members()) look(example);
    for (const ClassExample& example : other.others()) look(example);
  }
  std::stable_sort(out.begin(), out.end(), [](const Verdict& a, const Verdict& b) {
    return a.member != b.member ? a.member : Plain(a.name) < Plain(b.name);
  });
  return out;
}

std::vector<Exercise> Exercised(const ClassRule& rule) {
  std::vector<Exercise> out;
  if (rule.regions() == nullptr) return out;
  for (const Modification& modification : rule.regions()->spec().modifications) {
    Exercise exercise;
    exercise.modification = modification.id;
    for (const Change& change : modification.changes) {
      for (const Group& group : change.groups) exercise.groups.emplace_back(group.Text(), 0);
    }
    out.push_back(std::move(exercise));
  }
  for (const ClassExample& example : rule.members()) {
    const auto parent = ExampleParent(example.smiles);
    ClassMatch match;
    if (!parent.ok() || !rule.Match(**parent, MakeGraph(**parent), match)) continue;
    // (modification, group), each once for one example.
    std::set<std::pair<std::string, std::string>> shown;
    std::set<std::string> ids;
    for (const Reading& reading : match.readings) {
      for (const Difference& d : reading.differences) {
        for (size_t i = 0; i < d.modifications.size(); ++i) {
          ids.insert(d.modifications[i]);
          shown.emplace(d.modifications[i], d.groups[i]);
        }
      }
    }
    for (Exercise& exercise : out) {
      exercise.examples += ids.count(exercise.modification);
      for (auto& [group, count] : exercise.groups) count += shown.count({exercise.modification, group});
    }
  }
  return out;
}

namespace {

void AppendMutations(const ClassRule& rule, std::string& out) {
  std::map<std::string, size_t> deleted;
  std::map<std::string, std::string> loosened;
  std::map<std::string, std::string> needed;
  std::map<std::string, std::string> spare;
  for (const Mutation& mutation : Mutate(rule)) {
    const std::string& id = mutation.modification;
    switch (mutation.kind) {
      case Mutation::Kind::kDeleted:
        deleted[id] = mutation.failing;
        break;
      case Mutation::Kind::kLoosened:
        AppendTo(loosened[id], loosened[id].empty() ? "" : ", ", mutation.failing);
        break;
      case Mutation::Kind::kWithout: {
        std::string& list = mutation.failing > 0 ? needed[id] : spare[id];
        AppendTo(list, list.empty() ? "" : ", ", mutation.group);
        break;
      }
      default:
        break;
    }
  }
  for (const Modification& modification : rule.regions()->spec().modifications) {
    const std::string& id = modification.id;
    const auto cell = [](const std::string& text) { return text.empty() ? std::string("-") : text; };
    AppendTo(out, "| `", rule.id(), "` | (", id, ") | ", deleted[id], " | ", cell(loosened[id]), " | ",
             cell(needed[id]), " | ", cell(spare[id]), " |\n");
  }
}

}  // namespace

std::string EvaluationDocument(const ClassRuleSet& rules) {
  std::string out =
      "# Evaluation of the class rules\n\n"
      "Made by `tidewaiter rules test --table`; a test compares this file with what the command prints. The "
      "examples are\n"
      "those of the rule files, each with its source; how rules decide: [class-rules.md](class-rules.md).\n\n"
      "## Every rule on its own examples\n\n"
      "Members are substances that an authority named, or that are members by the wording where the rule "
      "file says so;\n"
      "others are look-alikes and substances listed elsewhere.\n\n"
      "| rule | members | found | recall | others | found wrongly |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const ClassRule& rule : rules.rules()) {
    const ExampleCount count = CountExamples(rule);
    AppendTo(out, "| `", rule.id(), "` | ", count.members, " | ", count.found, " | ",
             count.found * 100 / count.members, "% | ", count.others, " | ", count.wrong, " |\n");
  }
  for (const ClassRule& rule : rules.rules()) {
    if (rule.regions() == nullptr) continue;
    AppendTo(out, "\n## `", rule.id(), "`: paragraph by paragraph\n\n",
             "Every example of any rule that is a member by its structure, or comes near. A substance with "
             "an entry of its\n"
             "own is controlled by that entry, whatever stands here.\n\n"
             "| substance | member | by which paragraph, or why not |\n| --- | --- | --- |\n");
    for (const Verdict& verdict : JudgeExamples(rules, rule)) {
      AppendTo(out, "| ", verdict.name, " | ", verdict.member ? "yes" : "no", " | ", verdict.why, " |\n");
    }
  }
  out +=
      "\n## What each modification is needed for\n\n"
      "How many examples fail when a modification is deleted, or loosened so that any group will do (one "
      "number for each of\n"
      "its changes); which of its groups an example needs, and which none does, because no authority named a "
      "substance that\n"
      "shows it in a place where no other paragraph covers it. For the last two no structure was thought up: "
      "a test holds\n"
      "each of those groups on a harmless carrier (`tests/rules/structure/mutation_test.cc`).\n\n"
      "| rule | modification | deleted | loosened | groups that an example needs | groups that none needs |\n"
      "| --- | --- | --- | --- | --- | --- |\n";
  for (const ClassRule& rule : rules.rules()) {
    if (rule.regions() != nullptr) AppendMutations(rule, out);
  }
  return out;
}

}  // namespace tidewaiter
