// Another project's program: opens the installed database and asks about one structure.
#include <iostream>

#include "screening/pipeline/engine.h"

int main() {
  tidewaiter::EngineOptions options;
  options.database_path = DATA_DIR "/tidewaiter.sqlite";
  options.rules_dir = DATA_DIR "/rules";
  const auto engine = tidewaiter::Engine::Create(options);
  if (!engine.ok()) {
    std::cerr << engine.status() << "\n";
    return 1;
  }
  tidewaiter::Screener screener(*engine, {});
  const tidewaiter::RecordResult result = screener.Check("C1CNCCC1Nc1ccccc1");
  for (const auto& finding : result.findings) std::cout << finding.message << "\n";
  return result.findings.empty() ? 1 : 0;
}
