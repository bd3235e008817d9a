// The writers behind ResultWriter::Create; private to screening/report.
#pragma once

#include <memory>

#include "screening/report/result_writer.h"

namespace tidewaiter {

std::unique_ptr<ResultWriter> MakeTableWriter(const WriterOptions& options);
std::unique_ptr<ResultWriter> MakeJsonWriter(const WriterOptions& options, bool lines);
std::unique_ptr<ResultWriter> MakeCsvWriter(const WriterOptions& options);

}  // namespace tidewaiter
