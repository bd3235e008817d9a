// What an Engine is made of; private to screening/pipeline.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rules/structure/class_rule.h"
#include "screening/identify/text_identifier.h"
#include "screening/judge/structure_judge.h"
#include "screening/pipeline/engine.h"

namespace tidewaiter {

// The parts that findings are made with; all but the database may be another engine's too.
struct EngineParts {
  std::shared_ptr<const Database> database;
  std::shared_ptr<const ClassRuleSet> rules;  // the judge points to them
  std::shared_ptr<const StructureJudge> judge;
  std::shared_ptr<const TextIdentifier> identifier;
};

struct Engine::Impl : EngineParts {
  LawIdentity identity;
};

}  // namespace tidewaiter
