#include "rules/policy/policy_examples.h"

#include <algorithm>
#include <set>

#include "chemdb/base/concat.h"
#include "chemdb/base/sqlite.h"
#include "chemdb/base/status_macros.h"
#include "rules/policy/example_facts.h"
#include "rules/policy/ledger_schema.h"
#include "rules/policy/policy_runner.h"

namespace tidewaiter::policy {
namespace {

std::string Join(const std::set<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) AppendTo(out, out.empty() ? "" : ", ", text);
  return out.empty() ? "none" : out;
}

}  // namespace

absl::StatusOr<ExampleReport> TestPolicyExamples(const PolicyRule& rule, const CodeTables& codes) {
  ExampleReport out;
  for (const YamlNode& node : rule.examples) {
    TW_RETURN_IF_ERROR(node.AllowOnly({"name", "given", "expect", "says"}));
    TW_ASSIGN_OR_RETURN(const std::string name, node.GetText("name"));
    TW_ASSIGN_OR_RETURN(const YamlNode given, node.Get("given"));
    TW_ASSIGN_OR_RETURN(const std::unique_ptr<ExampleFacts> facts, ReadExampleFacts(given));
    TW_RETURN_IF_ERROR(node.Get("expect").status());
    TW_ASSIGN_OR_RETURN(const std::vector<std::string> expect, node.GetTexts("expect"));
    TW_ASSIGN_OR_RETURN(const std::string says, node.GetTextOr("says", ""));

    TW_ASSIGN_OR_RETURN(SqliteConnection connection, SqliteConnection::InMemory());
    TW_RETURN_IF_ERROR(connection.Execute(std::string(kLedgerSchema)));
    TW_RETURN_IF_ERROR(FillLedger(facts->ledger, connection.handle()));
    PolicyRuleSet set;
    set.rules = {rule};
    set.codes = codes;
    TW_ASSIGN_OR_RETURN(const auto runner, PolicyRunner::Create(std::move(set), connection.handle()));
    TW_ASSIGN_OR_RETURN(const PolicyOutcome outcome, runner->Run(facts->batch));

    ++out.examples;
    std::set<std::string> fired;
    bool said = says.empty();
    for (const PolicyHit& hit : outcome.hits) {
      fired.emplace(facts->batch.lines[hit.row].record_id);
      said = said || hit.message.find(says) != std::string::npos;
    }
    if (!fired.empty()) ++out.firing;
    const std::set<std::string> wanted(expect.begin(), expect.end());
    for (const PolicyFailure& failure : outcome.failures) {
      out.complaints.push_back(Concat(node.Where(), ": ", name, ": ", failure.message));
    }
    if (fired != wanted) {
      out.complaints.push_back(
          Concat(node.Where(), ": ", name, ": expected ", Join(wanted), ", fired on ", Join(fired)));
    } else if (!said) {
      std::string messages;
      for (const PolicyHit& hit : outcome.hits) AppendTo(messages, " \"", hit.message, "\"");
      out.complaints.push_back(
          Concat(node.Where(), ": ", name, ": no message says \"", says, "\":", messages));
    }
  }
  return out;
}

}  // namespace tidewaiter::policy
