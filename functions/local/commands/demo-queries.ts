import { formatResult } from "../sql/format.ts";
import { runSql } from "../sql/run-sql.ts";
import { openReports, type ReportsSession } from "../sql/session.ts";

/** Questions a person asks first. */
const QUESTIONS = [
  {
    question: "Which campaigns are furthest behind?",
    sql: `SELECT campaign_id, campaign_name, delivered_billable, leads_required, days_left, on_schedule_index_billable
FROM campaign_pacing
WHERE enterprise = 'demo'
ORDER BY on_schedule_index_billable
LIMIT 5`,
  },
] as const;

/** The questions with their SQL and answers, as text. @param now epoch ms the SQL's clock stands at */
export async function answerDemoQueries(data: string, now: number): Promise<string> {
  const session = await openReports(data, { now });
  try {
    const answers: string[] = [];
    for (const { question, sql } of QUESTIONS) answers.push(await answer(session, question, sql));
    return answers.join("\n");
  } finally {
    session.close();
  }
}

async function answer(session: ReportsSession, question: string, sql: string): Promise<string> {
  return `${question}\n${sql.replace(/^/gm, "  ")}\n${formatResult(await runSql(session, sql), "table")}`;
}
