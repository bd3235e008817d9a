#include "screening/report/result_writer.h"

#include "screening/report/writers.h"

namespace tidewaiter {

std::optional<OutputFormat> ParseOutputFormat(std::string_view name) {
  if (name == "table") return OutputFormat::kTable;
  if (name == "jsonl") return OutputFormat::kJsonLines;
  if (name == "json") return OutputFormat::kJson;
  if (name == "csv") return OutputFormat::kCsv;
  return std::nullopt;
}

void Summary::Add(const RecordResult& result) {
  ++records;
  ++dispositions[std::string(DispositionName(result.disposition))];
  bool not_screened = false;
  for (const Finding& finding : result.findings) {
    ++findings_by_kind[std::string(FindingKindName(finding.kind))];
    ++findings_by_rule[finding.rule];
    if (finding.kind == FindingKind::kControl) ++hits_by_subject[finding.subject.id];
    not_screened = not_screened || (finding.kind == FindingKind::kData && finding.unscreened);
  }
  if (not_screened) ++unscreened;
}

void Summary::Merge(const Summary& other) {
  records += other.records;
  unscreened += other.unscreened;
  const auto merge = [](auto& mine, const auto& theirs) {
    for (const auto& [key, count] : theirs) mine[key] += count;
  };
  merge(dispositions, other.dispositions);
  merge(findings_by_kind, other.findings_by_kind);
  merge(findings_by_rule, other.findings_by_rule);
  merge(hits_by_subject, other.hits_by_subject);
}

std::unique_ptr<ResultWriter> ResultWriter::Create(OutputFormat format, const WriterOptions& options) {
  switch (format) {
    case OutputFormat::kTable:
      return MakeTableWriter(options);
    case OutputFormat::kJsonLines:
      return MakeJsonWriter(options, /*lines=*/true);
    case OutputFormat::kJson:
      return MakeJsonWriter(options, /*lines=*/false);
    case OutputFormat::kCsv:
      return MakeCsvWriter(options);
  }
  return nullptr;
}

}  // namespace tidewaiter
