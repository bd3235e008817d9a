// Nothing of a rule may be lost or loosened unseen: each mutation of each modification makes an example fail,
// or is held by the definition of the named group on a harmless carrier (group_cases.h: substituted methane
// and benzene). No structure is thought up for the purpose: an unlisted relative of a listed substance would
// be worth more to the wrong reader.
#include <algorithm>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "rules/structure/evaluation.h"
#include "tests/rules/structure/group_cases.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using testing::Draw;
using testing::Drawing;
using testing::GroupCase;
using testing::GroupCases;
using testing::IsOk;

const ClassRuleSet& Library() {
  static const auto* const rules =
      new absl::StatusOr<ClassRuleSet>(ClassRuleSet::Load(TIDEWAITER_SOURCE_DIR "/rules/library"));
  return **rules;
}

const std::vector<Drawing>& Carriers() {
  static const auto* const carriers = [] {
    auto* made = new std::vector<Drawing>;
    for (const GroupCase& c : GroupCases()) {
      for (const char* smiles : c.members) made->push_back(Draw(smiles));
      for (const char* smiles : c.others) made->push_back(Draw(smiles));
    }
    return made;
  }();
  return *carriers;
}

bool Accepts(const std::vector<Group>& groups, const Drawing& carrier) {
  return std::any_of(groups.begin(), groups.end(),
                     [&](const Group& group) { return IsGroup(group, carrier.graph, carrier.fragment); });
}

// The groups of a change after the mutation.
std::vector<Group> Mutated(const Change& change, const Mutation& mutation) {
  std::vector<Group> out = change.groups;
  const auto it =
      std::find_if(out.begin(), out.end(), [&](const Group& g) { return g.Text() == mutation.group; });
  switch (mutation.kind) {
    case Mutation::Kind::kWithout:
      out.erase(it);
      break;
    case Mutation::Kind::kUnbounded:
      it->min_carbons = it->max_carbons = 0;
      break;
    case Mutation::Kind::kLoosened:
      return {*GroupTable::BuiltIn().Parse("any")};
    default:
      break;
  }
  return out;
}

// The law names alkoxyl beside ether, which covers it: losing the one changes nothing.
bool ChangesNothing(const ClassRule& rule, const Mutation& mutation) {
  if (mutation.kind != Mutation::Kind::kWithout || mutation.group != "alkoxy") return false;
  for (const Modification& modification : rule.regions()->spec().modifications) {
    if (modification.id != mutation.modification) continue;
    const std::vector<Group>& groups = modification.changes[mutation.change].groups;
    return std::any_of(groups.begin(), groups.end(),
                       [](const Group& group) { return group.name == "ether"; });
  }
  return false;
}

std::string ReasonForNoExample(const ClassRule& rule, const std::string& id) {
  for (const Modification& modification : rule.regions()->spec().modifications) {
    if (modification.id == id) return modification.no_example;
  }
  return "";
}

bool HeldByACarrier(const ClassRule& rule, const Mutation& mutation) {
  for (const Modification& modification : rule.regions()->spec().modifications) {
    if (modification.id != mutation.modification) continue;
    const Change& change = modification.changes[mutation.change];
    const std::vector<Group> mutated = Mutated(change, mutation);
    return std::any_of(Carriers().begin(), Carriers().end(), [&](const Drawing& carrier) {
      return Accepts(change.groups, carrier) != Accepts(mutated, carrier);
    });
  }
  return false;
}

TEST(MutationTest, EveryMutationIsNoticed) {
  for (const ClassRule& rule : Library().rules()) {
    if (rule.regions() == nullptr) continue;
    size_t by_example = 0;
    size_t by_carrier = 0;
    for (const Mutation& mutation : Mutate(rule)) {
      if (mutation.failing > 0) {
        ++by_example;
        continue;
      }
      // How often a paragraph may apply is no matter of groups:
      // RegionRuleTest.AModificationMayApplyOnlySoOften.
      if (mutation.kind == Mutation::Kind::kUnlimited) continue;
      // A link is its atom; what it does is held by RegionRuleTest.LinksAreReplaced.
      if (mutation.group.find("-link") != std::string::npos) continue;
      if (mutation.kind == Mutation::Kind::kDeleted) {
        EXPECT_NE(ReasonForNoExample(rule, mutation.modification), "")
            << rule.id() << ": no example needs " << mutation.modification;
        continue;
      }
      if (ChangesNothing(rule, mutation)) continue;
      ++by_carrier;
      EXPECT_TRUE(HeldByACarrier(rule, mutation)) << rule.id() << ": nothing notices " << mutation.Words();
    }
    EXPECT_GT(by_example, 0u) << rule.id();
    std::cout << rule.id() << ": " << by_example << " mutations seen by examples, " << by_carrier
              << " by carriers\n";
  }
}

// The US class, exactly: which of its groups no named substance shows where no other paragraph covers it. One
// that gets an example leaves this list.
TEST(MutationTest, GroupsOfTheUsClassThatOnlyCarriersHold) {
  std::set<std::string> carriers;
  for (const Mutation& mutation : Mutate(*Library().Find("us-fentanyl-related"))) {
    if (mutation.failing == 0) carriers.insert(mutation.Words());
  }
  EXPECT_THAT(carriers,
              ::testing::ElementsAre("(B) loosened to any group", "(B) without alkenyl", "(B) without alkoxy",
                                     "(B) without amino", "(B) without haloalkyl", "(B) without nitro",
                                     "(C) loosened to any group", "(C) without alkenyl", "(C) without alkoxy",
                                     "(C) without amino", "(C) without halo", "(C) without haloalkyl",
                                     "(C) without hydroxy", "(C) without nitro", "(D) loosened to any group",
                                     "(E) loosened to any group"));
}

}  // namespace
}  // namespace tidewaiter
