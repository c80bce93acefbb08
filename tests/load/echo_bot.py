"""python-telegram-bot's own echo bot, as its documentation has it (examples/echobot.py), against another server.

python -m tests.load.echo_bot run|serve
"""

import logging
import os
import sys

from telegram import ForceReply, Update
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

logging.basicConfig(format="%(asctime)s - %(name)s - %(levelname)s - %(message)s", level=logging.INFO)
logging.getLogger("httpx").setLevel(logging.WARNING)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Send a message when the command /start is issued."""
    user = update.effective_user
    await update.message.reply_html(rf"Hi {user.mention_html()}!", reply_markup=ForceReply(selective=True))


async def help_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Send a message when the command /help is issued."""
    await update.message.reply_text("Help!")


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Echo the user message."""
    await update.message.reply_text(update.message.text)


def main(way: str) -> None:
    """Start the bot."""
    base = f"{os.environ['TELEGRAM_API_BASE_URL']}/bot"
    application = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(base).build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CommandHandler("help", help_command))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    if way == "run":
        application.run_polling(allowed_updates=Update.ALL_TYPES)
    else:
        application.run_webhook(
            "127.0.0.1",
            int(os.environ["PORT"]),
            "telegram",
            webhook_url="https://bot.example.org/telegram",
            secret_token=os.environ["BOT_WEBHOOK_SECRET"],
            allowed_updates=Update.ALL_TYPES,
        )


if __name__ == "__main__":
    main(sys.argv[1])
